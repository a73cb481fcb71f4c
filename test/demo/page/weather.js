import { act } from './act.js';
import { element } from './element.js';

/**
 * A switch for what goes wrong on purpose.
 *
 * @param {'slack' | 'discord' | 'media'} place
 * @param {string} title
 * @param {Record<string, string>} weathers what each is called
 */
export const createWeather = (place, title, weathers) => {
  const inputs = Object.entries(weathers).map(([value, label]) => {
    const input = element('input', { type: 'radio', name: `${place}-weather`, value });
    input.addEventListener('change', () => void act({ do: place, weather: value }));
    return [value, input, element('label', {}, input, element('span', {}, label))];
  });
  const node = element(
    'fieldset',
    { class: 'weather' },
    element('legend', { class: 'unseen' }, title),
    ...inputs.map(([, , label]) => label),
  );
  return {
    node,
    show: (weather) => {
      node.dataset.weather = weather;
      for (const [value, input] of inputs) input.checked = value === weather;
    },
  };
};

import { element } from '../element.js';

const option = (person, isChosen, onChoose) => {
  const input = element('input', { type: 'radio', name: 'person', value: person.id });
  input.checked = isChosen;
  input.addEventListener('change', () => onChoose(person.id));
  return element('label', {}, input, element('b', {}, person.name), element('small', {}, person.phone));
};

/** People to write as; made once, their numbers kept current. */
export const showPeople = (people, chosen, onChoose) => {
  const list = document.getElementById('people');
  if (list.childElementCount === 0)
    list.append(...people.map((person) => option(person, person.id === chosen, onChoose)));
  for (const [index, { phone }] of people.entries()) {
    const number = list.children[index].querySelector('small');
    if (number.textContent !== phone) number.textContent = phone;
  }
};

/** Marks who writes, when that was not chosen by hand. */
export const markPerson = (id) => {
  document.querySelector(`input[name="person"][value="${CSS.escape(id)}"]`).checked = true;
};

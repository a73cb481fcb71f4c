import { isFields } from './json.ts';

/**
 * Where the list may stand in an answer of the API, which is documented without its shape: the answer itself, or under
 * one of these names, also within each other.
 */
const listNames = [
  'data',
  'messages',
  'items',
  'inbox',
  'results',
  'result',
  'rows',
  'records',
  'list',
  'entries',
];

const deepest = 3;

/**
 * The messages in an answer; `null`: no list is found in it. `null` in the place of the list is an empty one.
 */
export const listIn = (answer: unknown, depth = 0): readonly unknown[] | null => {
  if (Array.isArray(answer)) return answer;
  if (!isFields(answer) || depth === deepest) return null;
  const named = listNames.filter((name) => Object.hasOwn(answer, name)).map((name) => answer[name]);
  for (const value of named) {
    const list = listIn(value, depth + 1);
    if (list !== null) return list;
  }
  if (named.includes(null)) return [];
  const [only, ...more] = Object.values(answer).filter(isListOfThings);
  return more.length === 0 ? (only ?? null) : null;
};

/** By a name that nobody expects an empty list may be a list of anything. */
const isListOfThings = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every(isFields);

/** One message in an answer, out of what it is wrapped in. */
export const thingIn = (answer: unknown, depth = 0): unknown => {
  if (Array.isArray(answer)) return answer.length === 1 ? thingIn(answer[0], depth) : null;
  if (!isFields(answer) || depth === deepest) return answer;
  const inner = ['data', 'item', 'result']
    .map((name) => answer[name])
    .find((value) => isFields(value) || Array.isArray(value));
  return inner === undefined ? answer : thingIn(inner, depth + 1);
};

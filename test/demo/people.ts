/** A number of WhatsApp. */
export interface Line {
  /** As WhatsApp writes it: without `+`. */
  readonly digits: string;
  /** As people write it. */
  readonly phone: string;
}

/** Somebody who writes on WhatsApp, on the number that they have now. */
export interface Person extends Line {
  /** The same for ever: the digits of the first number. */
  readonly id: string;
  readonly name: string;
  /** Numbers that they had before, oldest first. */
  readonly former: readonly Line[];
}

const person = (name: string, digits: string, phone: string): Person => ({
  ...{ id: digits, name, digits, phone, former: [] },
});

/** Nobody's numbers: the range of films and books of North America, and that of Germany's network agency. */
export const ana = person('Ana Torres', '15550142', '+1 555 0142');
export const marcus = person('Marcus Webb', '15550117', '+1 555 0117');
export const priya = person('Priya Nair', '15550163', '+1 555 0163');
export const jonas = person('Jonas Keller', '491713920045', '+49 171 3920045');
/** Who writes in the sample of WaConnect's page. */
export const john = person('John Doe', '15551234567', '+1 555 123 4567');

const spare: Readonly<Record<string, Line>> = {
  [ana.id]: { digits: '15550182', phone: '+1 555 0182' },
  [marcus.id]: { digits: '15550157', phone: '+1 555 0157' },
  [priya.id]: { digits: '15550103', phone: '+1 555 0103' },
  [jonas.id]: { digits: '491713920065', phone: '+49 171 3920065' },
  [john.id]: { digits: '15550100167', phone: '+1 555 010 0167' },
};

/** The people of one demo. */
export interface People {
  all(): readonly Person[];
  find(id: string): Person | undefined;
  /** Gives them their other number. Answers who they are now. */
  move(id: string): Person | undefined;
}

export const createPeople = (): People => {
  const people = new Map([ana, marcus, priya, jonas, john].map((one) => [one.id, one]));
  const find = (id: string): Person | undefined => people.get(id);
  return {
    all: () => [...people.values()],
    find,
    move: (id) => {
      const before = find(id);
      const line = before?.former.at(-1) ?? spare[id];
      if (before === undefined || line === undefined) return undefined;
      const { digits, phone } = before;
      const after: Person = { ...before, ...line, former: [...before.former, { digits, phone }] };
      people.set(id, after);
      return after;
    },
  };
};

/** Somebody who writes on WhatsApp. */
export interface Person {
  /** WhatsApp's id: the number's digits. */
  readonly id: string;
  readonly name: string;
  /** As people write it. */
  readonly phone: string;
}

/** Nobody's numbers: the range of films and books of North America, and that of Germany's network agency. */
export const ana: Person = { id: '15550142', name: 'Ana Torres', phone: '+1 555 0142' };
export const marcus: Person = { id: '15550117', name: 'Marcus Webb', phone: '+1 555 0117' };
export const priya: Person = { id: '15550163', name: 'Priya Nair', phone: '+1 555 0163' };
export const jonas: Person = { id: '491713920045', name: 'Jonas Keller', phone: '+49 171 3920045' };
/** Who writes in the sample of WaConnect's page. */
export const john: Person = { id: '15551234567', name: 'John Doe', phone: '+1 555 123 4567' };

export const people: readonly Person[] = [ana, marcus, priya, jonas, john];

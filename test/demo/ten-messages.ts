import { ana, jonas, marcus, type Person } from './people.ts';

export interface Said {
  readonly by: Person;
  readonly text: string;
  /** WaConnect did not hear the first answer, and sends the same webhook once more. */
  readonly repeated?: boolean;
}

/** Three people, four, three and three messages; each person's in the order written. */
export const tenMessages: readonly Said[] = [
  { by: ana, text: 'Hi! My order 20481 should have been here yesterday.' },
  { by: ana, text: 'Could you have a look?', repeated: true },
  { by: ana, text: 'Two lines:\n1. The parcel is “on its way”\n2. It is not here' },
  { by: ana, text: 'Thank you 🙏' },
  { by: marcus, text: '<!channel> @everyone [free money](http://bad.example)' },
  { by: marcus, text: '*not bold* _not italic_ `not code` ~not gone~' },
  { by: marcus, text: 'مرحبا, do you ship to Amman?' },
  { by: jonas, text: 'Guten Tag, ist die Rechnung für März schon da?' },
  { by: jonas, text: `Ich habe ${'sehr '.repeat(30)}lange gewartet.`, repeated: true },
  { by: jonas, text: 'Danke & schöne Grüße <3' },
];

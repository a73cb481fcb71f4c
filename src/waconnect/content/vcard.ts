/** What of a vCard (https://www.rfc-editor.org/rfc/rfc6350) is shown where the provider has not read it itself. */
export interface VcardParts {
  readonly name: string;
  readonly organisation: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

/** The text is kept whole beside it: what is long, behind the first 64 KiB or in a coded form is only not shown. */
export const readVcard = (vcard: string): VcardParts => {
  const all = vcard
    .slice(0, 65_536)
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n');
  const end = all.findIndex((line) => /^END:VCARD\s*$/i.test(line));
  const lines = (end < 0 ? all : all.slice(0, end)).map(lineOf);
  const valuesOf = (name: string): readonly string[] =>
    lines.filter((line) => line.name === name && line.value !== '').map(({ value }) => value);
  return {
    name: valuesOf('FN')[0] ?? inOrder(valuesOf('N')[0] ?? ''),
    organisation: (valuesOf('ORG')[0] ?? '').split(';').filter(Boolean).join(', '),
    phones: valuesOf('TEL').map((phone) => phone.replace(/^tel:/i, '')),
    emails: valuesOf('EMAIL'),
  };
};

/** `item1.TEL;type=CELL:+1 555 0100`. */
const lineOf = (line: string): { readonly name: string; readonly value: string } => {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).split(';')[0] ?? '';
  const value = line
    .slice(colon + 1)
    .replace(/\\([nN,;\\])/g, (_, sign: string) => (/n/i.test(sign) ? ' ' : sign));
  return { name: name.slice(name.indexOf('.') + 1).toUpperCase(), value: value.trim() };
};

/** Family;given;further;before;behind. */
const inOrder = (written: string): string => {
  const [family, given, further, before, behind] = written.split(';');
  return [before, given, further, family, behind].filter(Boolean).join(' ');
};

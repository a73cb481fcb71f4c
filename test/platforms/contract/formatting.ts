import { expect } from 'vitest';
import type { Paragraph, Span } from '../../../src/core/markup.ts';
import type { Post } from '../../../src/core/post.ts';
import type { Suite } from '../contract.ts';
import { attacks } from '../attacks.ts';
import { card, note, onlyPart, plainly, posting, span, words, type Stage, type Stretch } from '../stage.ts';

/** What is formatted looks so, and nothing else does. */
export const formattingContract: Suite = (it, description) => {
  let serial = 0;
  /** A stamp is for one thing, and for nothing else. */
  const fresh = (): ReturnType<typeof posting> => posting(String((serial += 1)));
  const show = async (stage: Stage, post: Post): Promise<readonly Stretch[]> => {
    const { id: thread } = await stage.platform.open(stage.place, card, fresh());
    const shown: Stretch[] = [];
    for (const part of description.format(post)) {
      const { id } = await stage.platform.post(stage.place, thread, part, fresh());
      shown.push(...stage.looks(thread, id));
    }
    return joined(shown);
  };

  it('words look as they look on WhatsApp', async (stage) => {
    const spans = [
      ...[
        span('plain '),
        span('bold', 'b'),
        span(' '),
        span('italic', 'i'),
        span(' and '),
        span('gone', 's'),
      ],
      ...[span(' '), span('x = y', 'c'), span(' '), span('all three', 'bis'), span(' end')],
    ];
    expect(await show(stage, words('', [{ kind: 'lines', spans }]))).toEqual([
      ...[
        stretch('plain'),
        stretch('bold', 'b'),
        stretch('italic', 'i'),
        stretch('and'),
        stretch('gone', 's'),
      ],
      ...[stretch('x = y', 'c'), stretch('all three', 'bis'), stretch('end')],
    ]);
  });

  it('styles end and begin inside of words, beside each other and beside marks', async (stage) => {
    const spans = [
      ...[span('un'), span('believ', 'b'), span('able'), span('*', 'i'), span('a', 'b'), span('b', 'i')],
      ...[span('c', 's'), span('d', 'bi'), span('e', 'b'), span('_f_', 'i'), span('~g', 's'), span('h')],
    ];
    expect(await show(stage, words('', [{ kind: 'lines', spans }]))).toEqual([
      ...[stretch('un'), stretch('believ', 'b'), stretch('able'), stretch('*', 'i'), stretch('a', 'b')],
      ...[stretch('b', 'i'), stretch('c', 's'), stretch('d', 'bi'), stretch('e', 'b'), stretch('_f_', 'i')],
      ...[stretch('~g', 's'), stretch('h')],
    ]);
  });

  it('quotes, lists and code look so, from one line to the next', async (stage) => {
    const paragraphs: readonly Paragraph[] = [
      { kind: 'lines', spans: [span('before')] },
      { kind: 'quote', spans: [span('said '), span('loudly', 'b')] },
      { kind: 'lines', spans: [span('between\nthem')] },
      { kind: 'list', from: null, items: [[span('milk')], [span('eggs', 'i')]] },
      { kind: 'list', from: 3, items: [[span('third')], [span('fourth')]] },
      { kind: 'code', text: 'if (*a*) {\n  b();\n}' },
      { kind: 'lines', spans: [span('after')] },
    ];
    expect(await show(stage, words('', paragraphs))).toEqual([
      ...[stretch('before'), stretch('said', 'q'), stretch('loudly', 'bq'), stretch('between them')],
      ...[stretch('milk', 'l'), stretch('eggs', 'il'), stretch('third fourth', 'l')],
      ...[stretch('if (*a*) { b(); }', 'p'), stretch('after')],
    ]);
  });

  it('an ordered list keeps its numbers', async (stage) => {
    const items = [[span('third')], [span('fourth')]];
    await show(stage, words('', [{ kind: 'list', from: 3, items }]));
    expect(stage.threads()[0]?.[1]).toMatch(/^3\. third\n4\. fourth$/);
  });

  it('what the contact took back is struck, all of it', async (stage) => {
    const paragraphs: readonly Paragraph[] = [
      { kind: 'lines', spans: [span('plain '), span('bold', 'b'), span(' '), span('code', 'c')] },
      { kind: 'lines', spans: [span('https://shop.example/', 'a')] },
      { kind: 'quote', spans: [span('quoted')] },
      { kind: 'list', from: null, items: [[span('item')]] },
      { kind: 'code', text: 'block' },
    ];
    const shown = await show(stage, words('', paragraphs, true));
    expect(shown.map(({ text }) => text).join(' ')).toBe(
      'plain bold code https://shop.example/ quoted item block',
    );
    for (const { look } of shown) expect(look).toContain('s');
  });

  it('an address leads to where it says, and to nowhere else', async (stage) => {
    const addresses = [
      'https://shop.example/a_b*c*?x=1&y=`2`',
      'https://shop.example/(a)_(b)',
      'https://shop.example/a|b',
      'https://user@shop.example:8443/#here',
      'https://shop.example/ä/日本',
    ];
    for (const address of addresses) {
      const spans = [span('see '), span(address, 'a'), span(' now')];
      const { id } = await stage.platform.open(stage.place, card, fresh());
      const [part] = description.format(words('', [{ kind: 'lines', spans }]));
      if (part === undefined) throw new Error('no part');
      const post = await stage.platform.post(stage.place, id, part, fresh());
      expect(joined(stage.looks(id, post.id))).toEqual([
        ...[stretch('see'), stretch(address, 'a'), stretch('now')],
      ]);
    }
  });

  it('an address keeps its looks, and is never cut', async (stage) => {
    const { id: thread } = await stage.platform.open(stage.place, card, posting('root'));
    const addresses = Array.from(
      { length: 90 },
      (_, index) => `https://shop.example/${index}/${'x'.repeat(150)}`,
    );
    const spans = addresses.flatMap((address) => [span('some words '.repeat(7)), span(address, 'ab')]);
    const shown: Stretch[] = [];
    for (const [index, part] of description.format(words('', [{ kind: 'lines', spans }])).entries()) {
      const { id } = await stage.platform.post(stage.place, thread, part, posting(String(index)));
      shown.push(...stage.looks(thread, id));
    }
    expect(shown.filter(({ look }) => look === 'ab').map(({ text }) => text)).toEqual(addresses);
  });

  it('what looks like an address and leads to no web page is text', async (stage) => {
    for (const trick of [
      'javascript:alert(1)',
      'mailto:a@b.example',
      'slack://x',
      'http://',
      'tel:15550100',
    ]) {
      const shown = await show(stage, words('', [{ kind: 'lines', spans: [span(trick, 'a')] }]));
      expect(shown).toEqual([stretch(trick)]);
    }
  });

  it('no text gets any look that it was not given, whatever look it has', async (stage) => {
    const { id: thread } = await stage.platform.open(stage.place, card, fresh());
    for (const attack of attacks) {
      for (const [look, paragraphs] of dressed(attack)) {
        const part = onlyPart(description.format(words(attack, paragraphs)));
        const { id } = await stage.platform.post(stage.place, thread, part, fresh());
        const shown = stage.looks(thread, id).filter(({ text }) => bare(text) !== '');
        expect(bare(shown.map(({ text }) => text).join(''))).toBe(bare(attack));
        // A platform may make a link of a plain address by itself: it leads to where it says.
        for (const stretch of shown) expect([look, stretch.look.replace('a', '')]).toEqual([look, look]);
      }
    }
  });

  it('what the bridge says looks like nothing that a contact can write', async (stage) => {
    const at = 1_800_000_000_000;
    for (const attack of attacks) {
      const link = { text: 'the message', url: 'https://shop.example/x' };
      const shown = await show(stage, { blocks: [note('↩️ answers', attack, at, link)] });
      expect(shown.filter(({ look }) => !look.includes('n'))).toEqual([]);
      expect(shown.filter(({ look }) => !['n', 'an'].includes(look))).toEqual([]);
      const text = bare(shown.map(({ text }) => text).join(''));
      expect(text).toContain(bare(`↩️ answers · ${attack}`));
      expect(text).toContain('2027');
      expect(text.endsWith('themessage')).toBe(true);
    }
  });

  it('a time in a line of the bridge stands behind its words, and an address apart from them', async (stage) => {
    const at = 1_800_000_000_000;
    const link = { text: 'the message', url: 'https://shop.example/x' };
    const read = async (block: Post['blocks'][number]): Promise<string> => {
      const { id } = await stage.platform.open(stage.place, card, fresh());
      await stage.platform.post(stage.place, id, onlyPart(description.format({ blocks: [block] })), fresh());
      return stage.threads().at(-1)?.[1] ?? '';
    };
    expect(await read(note('✏️ Edited', '', at))).toMatch(/^✏️ Edited [^·]*2027[^·]*$/);
    expect(await read(note('🕓 Late', 'written', at))).toMatch(/^🕓 Late · written [^·]*2027[^·]*$/);
    expect(await read(note('✏️ Edited', '', at, link))).toMatch(/^✏️ Edited [^·]*2027[^·]* · the message$/);
    expect(await read(note('↩️ answers', 'Hi', null, link))).toBe('↩️ answers · Hi · the message');
  });

  it('the address in a line of the bridge cannot break out of it', async (stage) => {
    for (const url of [
      'https://a.example/>x|y',
      'https://a.example/)x(',
      'https://a.example/a b<!channel>*_~',
    ]) {
      const [shown] = (await show(stage, { blocks: [note('📎', '', null, { text: url, url })] })).slice(-1);
      expect(shown?.look).toMatch(/^a?n$/);
      expect(shown?.text).toContain('https://a.example/');
    }
  });

  it('a table is read as it is, however its cells are written', async (stage) => {
    for (const attack of attacks) {
      const rows = [
        { label: attack, value: attack },
        { label: '', value: attack },
      ];
      const shown = await show(stage, { blocks: [{ kind: 'table', rows }] });
      expect(bare(shown.map(({ text }) => text).join('')).replaceAll('•', '')).toBe(
        bare(`${attack}: ${attack}${attack}`),
      );
      for (const { look } of shown) expect(look).toMatch(/^a?b?l?$/);
    }
  });

  it('words are formatted in one pass, however their styles meet', () => {
    const meetings = [
      ['b', ''],
      ['b', 'i', 's'],
      ['bis', 'is', 's', 'is'],
      ['i', 'bi', 'i', 'si', 'bsi'],
      ['c', ''],
      [...Array.from({ length: 9_999 }, () => 'bi'), 's'],
    ];
    const started = process.cpuUsage();
    for (const styles of meetings) {
      const spans = Array.from({ length: 32_768 }, (_, index) =>
        span(index % 7 === 0 ? ' ' : 'a~', styles[index % styles.length]),
      );
      expect(description.format(words('', [{ kind: 'lines', spans }])).length).toBeGreaterThan(3);
    }
    // What goes back over what it has read takes minutes here; a bound far from both cannot flicker.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5_000);
    return Promise.resolve();
  });

  it('formatted words of any length arrive whole and in order', async (stage) => {
    const { id: thread } = await stage.platform.open(stage.place, card, fresh());
    const styles = ['', 'b', 'i', 's', 'c', 'bi', 'bis'];
    const spans = Array.from({ length: 1_500 }, (_, index) =>
      // Where a style ends with its own sign, a platform may leave that sign without it.
      span(`${'*_~`'[index % 4] ?? ''}${index}`, styles[index % styles.length]),
    );
    const items = spans.map((one) => [one]);
    const long = [span('w'.repeat(30_000), 'b'), span('*'.repeat(5_000), 'i')];
    const posts: readonly Post[] = [
      words('', [{ kind: 'lines', spans }]),
      words('', [{ kind: 'quote', spans }]),
      words('', [{ kind: 'list', from: 1, items }]),
      words('', [{ kind: 'lines', spans: long }]),
      words('', [{ kind: 'list', from: null, items: [long, ...items] }]),
      words('', [{ kind: 'code', text: '`a` b\n'.repeat(5_000) }]),
    ];
    for (const post of posts) {
      const shown: Stretch[] = [];
      for (const part of description.format(post)) {
        const { id } = await stage.platform.post(stage.place, thread, part, fresh());
        shown.push(...stage.looks(thread, id));
      }
      expect(lettersByLook(shown)).toEqual(lettersByLook(stretchesOf(post)));
    }
  });
};

const stretch = (text: string, look = ''): Stretch => ({ text, look });

/** Without what cannot be seen. Where no escape is to be had, inside of code, a likeness of a mark will do. */
const bare = (text: string): string => text.replaceAll(/\s|\u200B|\u2060|\uFE0F/g, '').replaceAll('ˋ', '`');

/** Neighbours of one look are one stretch, and white space counts once. */
const joined = (stretches: readonly Stretch[]): readonly Stretch[] =>
  stretches
    .filter(({ text }) => bare(text) !== '')
    .reduce<Stretch[]>((all, { text, look }) => {
      const last = all.at(-1);
      if (last?.look !== look) return [...all, { text, look }];
      const gap = /\s$/.test(last.text) || /^\s/.test(text) || look !== '' ? ' ' : '';
      return [...all.slice(0, -1), { look, text: `${last.text}${gap}${text}` }];
    }, [])
    .map(({ text, look }) => ({
      look,
      text: text
        .replaceAll(/[\u200B\u2060]/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    }));

/** One text in every look that the words of a contact can have. */
const dressed = (text: string): readonly (readonly [look: string, paragraphs: readonly Paragraph[]])[] => [
  ['', plainly(text)],
  ...['b', 'i', 's', 'c', 'bi', 'bis'].map(
    (look) => [look, [{ kind: 'lines', spans: [span(text, look)] }]] as const,
  ),
  ['q', [{ kind: 'quote', spans: [span(text)] }]],
  ['l', [{ kind: 'list', from: null, items: [[span(text)]] }]],
  ['p', [{ kind: 'code', text }]],
];

const stretchesOf = (post: Post): readonly Stretch[] =>
  post.blocks.flatMap((block) =>
    block.kind !== 'words' ? [] : block.paragraphs.flatMap((paragraph) => stretchesIn(paragraph)),
  );

const stretchesIn = (paragraph: Paragraph): readonly Stretch[] => {
  switch (paragraph.kind) {
    case 'lines':
      return paragraph.spans.map((one) => dressedIn(one, []));
    case 'quote':
      return paragraph.spans.map((one) => dressedIn(one, ['q']));
    case 'list':
      return paragraph.items.flat().map((one) => dressedIn(one, ['l']));
    case 'code':
      return [{ text: paragraph.text, look: 'p' }];
  }
};

const dressedIn = (one: Span, around: readonly string[]): Stretch => {
  const styles = [
    ...[one.isBold ? 'b' : '', one.isCode ? 'c' : ''],
    ...[one.isItalic ? 'i' : '', one.isStruck ? 's' : ''],
  ];
  return { text: one.text, look: [...around, ...styles].toSorted().join('') };
};

/** All that was said, with each look, in order: bullets, cuts and line ends aside. */
const lettersByLook = (stretches: readonly Stretch[]): string =>
  joinedLooks(stretches.map(({ text, look }) => ({ text: bare(text), look: look.replace('l', '') })));

const joinedLooks = (stretches: readonly Stretch[]): string =>
  stretches
    .filter(({ text }) => text !== '')
    .map(({ text, look }, index, all) => (all[index - 1]?.look === look ? text : `\n${look}|${text}`))
    .join('');

import { entry, type Entry, type Group } from '../entry.ts';
import { message } from '../webhook.ts';

const words = (name: string, about: string, text: string): Entry =>
  entry(name, about, message('text', { text }));

/** WhatsApp's own formatting: what it shows bold is bold, what it shows as it was typed stays so. */
export const formatting: Group = {
  name: 'formatting',
  entries: [
    words('bold', 'Bold.', 'This is *very important* to me'),
    words('italic', 'Italic.', 'I said _never_ before'),
    words('strike', 'Struck.', 'It costs ~90~ 80'),
    words('inline-code', 'Code in a line.', 'My number is `A-20481` ok'),
    words('mono', 'Monospace in a line.', 'It says ```error 42``` all the time'),
    words(
      'mono-lines',
      'Monospace over several lines, spaces kept.',
      '```\nname  qty\nbell    2\n  wheel 1\n```',
    ),
    words('quote', 'A quote, then an answer.', '> You said on Monday\nIt is Tuesday'),
    words('quotes', 'A quote of two lines.', '> first line\n> second line\nmy answer'),
    words('bullets', 'Bullets of both kinds.', 'I need:\n- a bell\n- a lamp\n* a lock'),
    words('numbers', 'A numbered list.', '1. brake\n2. steer\n3. pray'),
    words('numbers-from-4', 'A numbered list that goes on from 4.', '4. four\n5. five'),
    words('all-styles', 'All styles in one line.', '*bold* _italic_ ~struck~ `code` plain'),
    words('nested', 'Styles within styles.', '*bold and _italic and ~struck~_* then _*both*_'),
    words('in-list', 'Styles and a link in list items.', '- *red* one\n- see https://a.example/b_c\n- `x_1`'),
    words('in-quote', 'Styles in a quote.', '> *really* _sure_?\nyes'),
    words('snake-case', 'Names with underscores stay as typed.', 'file_name_here and my_file_v2_final.pdf'),
    words('sums', 'Stars of a sum stay as typed.', '2*3 = 6 and 2 * 3 = 6, 4*5*6'),
    words('spaced', 'A space inside the marks: no style.', 'so * not bold* *not bold * _ not_ ~ not ~'),
    words('in-words', 'Marks within words: no style.', 'un*frigging*believable t_e_st ab~c~d'),
    words('across-lines', 'Marks do not pair across lines.', '*starts here\nends there*'),
    words('one-mark', 'A mark alone stays as typed.', 'Best of 5* stars _ ever ~ `'),
    words('double', 'Doubled marks.', '**two stars** __two lines__ ~~two waves~~'),
    words('punctuation', 'Punctuation and emoji around marks.', '(*x*), "_y_"! ¿~z~? 🎉*party*🎉 *a*-*b*'),
    words('adjacent', 'Spans close to each other.', '*a* *b* *c*_d_~e~'),
    words('code-keeps', 'Nothing is formatted in code.', '`*not bold*` ```_not italic_ > no quote```'),
    words('open-code', 'Code that is never closed.', '```const x = 1;\nand *so* on'),
    words('empty-marks', 'Marks around nothing.', '** __ ~~ `` ``````'),
    words('address-keeps', 'Marks in addresses stay part of them.', 'https://a.example/_x_/*y*/~z~ *bold*'),
    words('bold-link', 'A bold link.', '*https://a.example/path* and _https://b.example_'),
    words('heading', 'WhatsApp knows no headings, tables or rules.', '# Title\n---\n| a | b |\n===='),
    words('escaped', 'WhatsApp knows no escapes.', '\\*stars\\* C:\\new_folder\\_x_'),
    words(
      'no-space-list',
      'Without the space it is no list and no quote.',
      '-one\n*two\n>three\n1.four\n123. five',
    ),
    words('indented', 'Marks of lists and quotes in the midst of a line.', 'a - b > c 1. d\n  - indented'),
    words(
      'mixed',
      'All of it in one message.',
      '*Order*\n1. _bell_ x2\n2. ~lamp~ lock\n\n> as agreed\n```\nsum: 45\n```\nBye',
    ),
  ],
};

/**
 * The Markdown that a report may use: headings, paragraphs, bullet lists, tables, emphasis, plain links. Everything else is refused rather
 * than cleaned: images and HTML can carry data that no reader sees, and so can a query string or a character without a shape.
 *
 * @see procedure.md §5, data_report; CommonMark 0.31 §4–6
 */
import { refuse, type Outcome } from '../../refusal.ts';

/** Stands for a citation where only the form of the text matters. */
export const placeholder = '\uFFFC';

/** Letters of the two languages, numbers (judged elsewhere), spaces, and punctuation that means nothing but itself or allowed Markdown. */
const allowed =
  /^(?:[\p{Script=Latin}\p{Script=Han}]|\p{N}|[\n \u3000\uFFFC#*_+|:.,;!?()[\]/'"%‰-]|[、。，．：；？！（）《》〈〉「」『』【】〔〕“”‘’—–…·％～])$/u;

const link = /\[[^[\]\n]{1,200}\]\((https?:\/\/[^()\s]{1,200})\)/g;
const plainAddress = /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[A-Za-z0-9._/-]*)?$/;

/** Refusals with E_REPORT, each with its place; none for an allowed text. Citations are one {@link placeholder} each. */
export function checkMarkdown(text: string, placeOf: (offset: number) => number): readonly Outcome<never>[] {
  const found: Outcome<never>[] = [];
  const fail = (offset: number, detail: string): void => {
    const where = { offset: placeOf(offset) };
    found.push(refuse('E_REPORT', `Cannot accept the report: ${detail}`, { where }));
  };
  if (text !== text.normalize('NFC')) fail(0, 'must be in Unicode normal form C; got combining characters');
  let offset = 0;
  for (const character of text) {
    if (!allowed.test(character))
      fail(offset, `must be letters, numbers and plain punctuation; got ${nameOf(character)}`);
    offset += character.length;
  }
  checkLinks(text, fail);
  checkLines(text, fail);
  return found;
}

type Fail = (offset: number, detail: string) => void;

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function checkLinks(text: string, fail: Fail): void {
  const rest = text.replaceAll(link, (whole: string, address: string, offset: number) => {
    const isImage = text[offset - 1] === '!';
    if (isImage) fail(offset, 'must not have images');
    if (!plainAddress.test(address)) fail(offset, 'a link must be a plain address without query, fragment or escapes');
    return ' '.repeat(whole.length);
  });
  for (const match of rest.matchAll(/[[\]]|:\/\/|www\./gi))
    fail(match.index, 'brackets and addresses must be links, [text](https://host/path)');
}

function checkLines(text: string, fail: Fail): void {
  let offset = 0;
  for (const line of text.split('\n')) {
    // Indented text is code, and an underline of signs makes a heading of what stands above it.
    if (/^ +(?![-*+] )\S/.test(line)) fail(offset, 'only list items may be indented');
    if (line.startsWith('#') && !/^#{1,6} /.test(line)) fail(offset, 'a heading must have one to six # and a space');
    if (line.includes('|') && !/^\|.*\|$/.test(line)) fail(offset, 'a row of a table must begin and end with |');
    offset += line.length + 1;
  }
}

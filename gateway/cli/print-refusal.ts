/** A refusal as a compiler would print it: the line of the text, a caret below the place, the smallest change. */
import { rules, type Refusal } from '#policies/refusal.ts';
import { lineAndColumn } from '../respond.ts';
import { styled } from './args.ts';

/** @param text what was sent; places are offsets in it */
export function printRefusal({ code, detail, where, remedy }: Refusal, text: string): string {
  const place = where ? printPlace(text, lineAndColumn(text, where)) : [];
  return [`${styled('red', code, process.stderr)} ${detail}`, ...place, `  ${remedy ?? rules[code].remedy}`].join('\n');
}

/**
 * @param texts the files of a program, by the path that a place at the end of the detail names: `(main.ts:3:7)`
 * @param sql its query, in which all other places are
 */
export function printSourceRefusal(refusal: Refusal, texts: ReadonlyMap<string, string>, sql = ''): string {
  const [, path = '', line, column] = /\(([^()\s]+):(\d+):(\d+)\)$/.exec(refusal.detail) ?? [];
  const text = texts.get(path);
  if (text === undefined) return printRefusal(refusal, sql);
  const before = text.split('\n').slice(0, Number(line) - 1);
  const offset = before.reduce((sum, { length }) => sum + length + 1, 0) + Number(column) - 1;
  return printRefusal({ ...refusal, where: { offset } }, text);
}

function printPlace(text: string, { line, column, length = 1 }: ReturnType<typeof lineAndColumn>): readonly string[] {
  const source = text.split('\n')[line - 1] ?? '';
  const margin = ' '.repeat(String(line).length);
  const before = source.slice(0, column - 1);
  const marked = source.slice(column - 1, column - 1 + length);
  const caret = ' '.repeat(widthOf(before)) + '^'.repeat(Math.max(1, widthOf(marked)));
  return [`  ${line} | ${source.replaceAll('\t', ' ')}`, `  ${margin} | ${caret}`];
}

/** Columns on a terminal: wide characters of East Asia take two. @see Unicode Standard Annex #11 */
export function widthOf(text: string): number {
  return text.replace(wide, 'ww').replace(/\p{M}/gu, '').length;
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3fffd}]/gu;

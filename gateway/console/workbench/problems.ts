/** Refusals at their place: in the text of the editor, and in a list that says the same without one. */
import { html } from 'hono/html';
import { rules, type Refusal } from '#policies/refusal.ts';
import { lineAndColumn } from '../../respond.ts';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';
import type { Asked } from './asked.ts';
import { refusalWords } from './refusal-words.ts';
import type { Problem, TextName } from './wire.ts';

/** Which field a file of the packed folder came from. */
const fields: Readonly<Record<string, TextName>> = {
  'main.ts': 'source',
  'sluice.json': 'manifest',
  'query.sql': 'sql',
};

/** Files by the names that refusals call them. */
const fileNames = { sql: 'query.sql', source: 'main.ts', manifest: 'sluice.json' } as const satisfies Record<
  TextName,
  string
>;

export function problemOf(view: View, asked: Asked, refusal: Refusal): Problem {
  const { title, remedy } = wordsOf(view, refusal);
  const place = placeOf(asked, refusal);
  const shared = { title, detail: refusal.detail, remedy };
  return place ? { ...shared, ...place } : { ...shared, from: 0, to: 0 };
}

/** In the language of the reader where there are such words; what names a place in a text is said in one language. */
function wordsOf(view: View, { code, remedy }: Refusal): { readonly title: string; readonly remedy: string } {
  const words = view.lang === 'zh' ? refusalWords[code] : undefined;
  const { title, remedy: general } = rules[code];
  return { title: words?.title ?? title, remedy: remedy ?? words?.remedy ?? general };
}

function placeOf(
  asked: Asked,
  { where, detail }: Refusal,
): (Pick<Problem, 'from' | 'to'> & { text: TextName }) | undefined {
  if (where) return { text: 'sql', ...rangeIn(asked.sql, where.offset, where.length) };
  const [, path = '', line = '', column = ''] = /\(([^()\s]+):(\d+):(\d+)\)$/.exec(detail) ?? [];
  const text = fields[path];
  if (text === undefined) return undefined;
  const before = asked[text].split('\n').slice(0, Number(line) - 1);
  const offset = before.reduce((sum, { length }) => sum + length + 1, 0) + Number(column) - 1;
  return { text, ...rangeIn(asked[text], offset, undefined) };
}

/** The word there, where no length is known. */
function rangeIn(text: string, offset: number, length: number | undefined): Pick<Problem, 'from' | 'to'> {
  const from = Math.min(offset, text.length);
  const word = /^[\p{L}\p{N}_]+/u.exec(text.slice(from))?.[0].length ?? 1;
  return { from, to: Math.min(text.length, from + Math.max(1, length ?? word)) };
}

/** Every refusal with its line of the text, its source and the smallest change that helps. */
export function problemList(view: View, asked: Asked, refusals: readonly Refusal[]): Html {
  return html`<div class="refused problems">
    <h3>${view.t({ zh: '不能这样写', en: 'Refused' })}</h3>
    <ol>
      ${refusals.map((refusal) => problemItem(view, asked, refusal))}
    </ol>
  </div>`;
}

function problemItem(view: View, asked: Asked, refusal: Refusal): Html {
  const { title, detail, remedy, text, from, to } = problemOf(view, asked, refusal);
  return html`<li>
    <p>
      <strong>${title}</strong> <a href="/problems/${refusal.code}"><code>${refusal.code}</code></a>
    </p>
    ${text ? lineOf(view, { text: asked[text], name: fileNames[text], from, to }) : ''}
    <p lang="en">${detail}</p>
    <p class="remedy">${view.t({ zh: '改法:', en: 'Change: ' })}${remedy}</p>
    <p class="soft">${view.t({ zh: '依据:', en: 'Rests on ' })}<span lang="en">${rules[refusal.code].source}</span></p>
  </li>`;
}

interface Marked {
  readonly text: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function lineOf(view: View, { text, name, from, to }: Marked): Html {
  const { line, column } = lineAndColumn(text, { offset: from });
  const source = text.split('\n')[line - 1] ?? '';
  const end = Math.min(source.length, column - 1 + to - from);
  const place = view.t({ zh: `${name} 第 ${line} 行第 ${column} 列`, en: `${name}, line ${line}, column ${column}` });
  return html`<p class="soft">${place}</p>
    <pre class="line">
${source.slice(0, column - 1)}<mark>${source.slice(column - 1, end)}</mark>${source.slice(end)}</pre>`;
}

/** What pages are made of. Every value that goes into `html` is escaped. */
import { html, raw } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { View } from './view.ts';

export type Html = ReturnType<typeof html>;
export type Cell = string | number | Html;

export interface TableSpec {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns of numbers, aligned at their end. */
  readonly numbers?: readonly number[];
}

/** A table that scrolls by itself where it is too wide, also by keyboard. */
export function table(view: View, { caption, head, rows, numbers = [] }: TableSpec): Html {
  const nothing = view.t({ zh: '暂无', en: 'nothing yet' });
  if (rows.length === 0) return html`<p class="empty">${caption}${view.t({ zh: ':', en: ': ' })}${nothing}</p>`;
  const aligned = (at: number) => raw(numbers.includes(at) ? ' class="number"' : '');
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((name, at) => html`<th scope="col" ${aligned(at)}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, at) => html`<td${aligned(at)}>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A value of the API as text: what is no text, as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

/** What a browser of a session must send with each form. */
export function csrfField(view: View): Html {
  return html`<input type="hidden" name="_csrf" value="${view.csrf}" />`;
}

/** A moment as the city's people read it, with its exact value. */
export function moment(view: View, at: string): Html {
  const shown = new Intl.DateTimeFormat(view.lang === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  });
  return html`<time datetime="${at}">${shown.format(new Date(at))}</time>`;
}

/** The state of a thing, as a mark that does not depend on its colour. */
export function chip(view: View, title: Title, tone: 'calm' | 'good' | 'warn' | 'bad' = 'calm'): Html {
  return html`<span class="chip ${tone}">${view.t(title)}</span>`;
}

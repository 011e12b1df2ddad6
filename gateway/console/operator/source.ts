/** A text with numbers at its lines, what was found of a line in its place, and what changed since the text before. */
import { html } from 'hono/html';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';
import { diffLines } from './diff.ts';

/** What a check says of a place. */
export interface Note {
  readonly line: number;
  readonly says: string;
}

/** Every line is addressable: `#main-ts-12`. */
export function numbered(name: string, text: string, notes: readonly Note[] = []): Html {
  return html`<pre class="numbered" tabindex="0" aria-label="${name}">
${text.split('\n').map((line, at) => {
      const found = notes.filter((note) => note.line === at + 1);
      return html`<span class="line" id="${anchorOf(name, at + 1)}"
        >${line === '' ? ' ' : line}${found.map(({ says }) => html`<mark class="found"> ◀ ${says}</mark>`)}</span
      >`;
    })}</pre>`;
}

export function anchorOf(name: string, line: number): string {
  return `${name.replaceAll(/[^a-z0-9]+/gi, '-')}-${line}`;
}

/** With + and − at the lines, so that it does not depend on colour. */
export function difference(
  view: View,
  name: string,
  { before, after }: { readonly before: string; readonly after: string },
): Html {
  if (before === after) return html`<p class="soft">${name}: ${view.t({ zh: '未变', en: 'unchanged' })}</p>`;
  const signs = { both: ' ', added: '+', taken: '−' } as const;
  const caption = `${name}: ${view.t({ zh: '与上一批准版本的差异', en: 'against the text approved before' })}`;
  return html`<h4>${caption}</h4>
    <pre class="diff" tabindex="0" aria-label="${caption}">
${diffLines(before, after).map(
        ({ kind, text }) => html`<span class="line ${kind}">${signs[kind]} ${text}</span>`,
      )}</pre>`;
}

/** The small parts that sections are made of: headings in two languages, tables, cards, numbers. */
import type { Estimate, Figure } from '../schema.ts';
import { markup, type Markup } from './markup.ts';

export interface Title {
  readonly en: string;
  readonly zh: string;
}

export function heading({ en, zh }: Title, level: 2 | 3 = 3): Markup {
  const both = markup`${en} <span lang="zh">${zh}</span>`;
  return level === 2 ? markup`<h2>${both}</h2>` : markup`<h3>${both}</h3>`;
}

/** The first column names the row. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(line)}</tbody></table></div>
`;
}

function line(cells: readonly (string | Markup)[]): Markup {
  return markup`<tr>${cells.map((cell, at) => (at === 0 ? markup`<th scope="row">${cell}</th>` : markup`<td>${cell}</td>`))}</tr>`;
}

export interface Card {
  readonly title: Title;
  readonly value: string;
  readonly beside: string;
  readonly more?: string;
}

export function cards(shown: readonly Card[]): Markup {
  const card = ({
    title,
    value,
    beside,
    more,
  }: Card): Markup => markup`<div class="card"><h4>${title.en} <span lang="zh">${title.zh}</span></h4>
<p class="value">${value}</p><p class="soft">${beside}</p>${more === undefined ? '' : markup`<p>${more}</p>`}</div>
`;
  return markup`<div class="cards">${shown.map(card)}</div>`;
}

/** A number with so many digits after the point; without trailing noise. */
export function number(value: number, digits = 3): string {
  return value.toFixed(digits);
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

export function references({ resample, holdout }: Figure, digits = 3): string {
  const held = holdout === null ? 'no holdout rows' : `holdout ${number(holdout, digits)}`;
  return `same-size draw ${number(resample, digits)}; ${held}`;
}

export function interval({ lower, upper }: Estimate, digits = 3): string {
  return `${number(lower, digits)} – ${number(upper, digits)}`;
}

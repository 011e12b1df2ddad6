/**
 * The cells of a judged table by verdict and rule. What says it is the mark in the cell, which stands for the rule; colour only repeats it.
 * Keys are places, not names: the names are values of the table. With two keys and more it is a matrix, otherwise a list.
 */
import { html } from 'hono/html';
import type { BandedCell, TableEvidence } from '#policies/disclosure/decision/evidence.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { markOf, ruleTitle } from './rule-words.ts';
import { shareTitles, statusMarks, statusTitles, unitBandTitle } from './words.ts';

export interface HeatMap {
  readonly evidence: TableEvidence;
  /** The address of a cell's drawer. */
  readonly hrefOf: (cell: BandedCell) => string;
}

/** Wider than this it is read as a list. */
const mostColumns = 40;

/** One table for each grouping that has cells on this page, the finest first: sums are read after what they are sums of. */
export function heatMaps(view: View, map: HeatMap): Html {
  const { groupings, cells } = map.evidence;
  const finestFirst = [...groupings.entries()].sort(([, one], [, other]) => other.length - one.length);
  return html`${finestFirst.map(([grouping, keys]) => {
    const own = cells.filter((cell) => cell.grouping === grouping);
    if (own.length === 0) return '';
    const columns = new Set(own.map(({ at }) => at.at(-1)));
    return keys.length >= 2 && columns.size <= mostColumns
      ? matrix(view, map, { keys, cells: own })
      : list(view, map, { keys, cells: own });
  })}`;
}

interface Grouped {
  readonly keys: readonly string[];
  readonly cells: readonly BandedCell[];
}

function captionOf(view: View, { keys, cells }: Grouped): string {
  const by = keys.length === 0 ? view.t({ zh: '合计', en: 'the total' }) : keys.join(' × ');
  return view.t({
    zh: `${by}:本页 ${cells.length} 个单元格`,
    en: `${by}: ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} on this page`,
  });
}

function matrix(view: View, map: HeatMap, { keys, cells }: Grouped): Html {
  const columns = [...new Set(cells.map(({ at }) => at.at(-1) ?? 1))].sort((a, b) => a - b);
  const rows = Map.groupBy(cells, ({ at }) => at.slice(0, -1).join(' · '));
  const caption = captionOf(view, { keys, cells });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="heat">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${keys.slice(0, -1).join(' · ')} ╲ ${keys.at(-1) ?? ''}</th>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${[...rows].map(([place, own]) => {
          const byColumn = new Map(own.map((cell) => [cell.at.at(-1), cell]));
          return html`<tr>
            <th scope="row">${place}</th>
            ${columns.map((column) => square(view, map, { keys, cell: byColumn.get(column) }))}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function square(
  view: View,
  { hrefOf }: HeatMap,
  { keys, cell }: { readonly keys: readonly string[]; readonly cell: BandedCell | undefined },
): Html {
  if (!cell) return html`<td></td>`;
  const says = `${nameOf(view, keys, cell)}: ${view.t(statusTitles[cell.status])} ${signOf(cell)}`;
  return html`<td class="s-${cell.status}"><a href="${hrefOf(cell)}" aria-label="${says}">${signOf(cell)}</a></td>`;
}

/** The rule that hides it, as its mark; the mark of its status where no rule speaks. */
export function signOf({ status, rules }: Pick<BandedCell, 'status' | 'rules'>): string {
  const [first, ...more] = rules;
  if (status === 'safe') return first === undefined ? statusMarks.safe : `${statusMarks.safe}${markOf(first)}`;
  if (first === undefined) return statusMarks[status];
  return more.length > 0 ? `${markOf(first)}…` : markOf(first);
}

/** A cell by the places of its keys. */
export function nameOf(view: View, keys: readonly string[], { at }: Pick<BandedCell, 'at'>): string {
  if (keys.length === 0) return view.t({ zh: '合计', en: 'the total' });
  return keys.map((key, index) => `${key} ${at[index] ?? ''}`).join(view.t({ zh: '、', en: ', ' }));
}

function list(view: View, { evidence, hrefOf }: HeatMap, grouped: Grouped): Html {
  const { k } = evidence;
  return table(view, {
    caption: captionOf(view, grouped),
    head: [
      view.t({ zh: '单元格', en: 'cell' }),
      view.t({ zh: '结论', en: 'verdict' }),
      view.t({ zh: '规则', en: 'rules' }),
      view.t({ zh: '主体数', en: 'units' }),
      view.t({ zh: '最大占比', en: 'largest share' }),
    ],
    rows: grouped.cells.map((cell) => [
      html`<a href="${hrefOf(cell)}">${nameOf(view, grouped.keys, cell)}</a>`,
      html`<span class="sign s-${cell.status}">${signOf(cell)}</span> ${view.t(statusTitles[cell.status])}`,
      // In short: what each says stands in the table of rules above, and in the drawer.
      html`${cell.rules.map((rule) => html`<abbr class="sign" title="${ruleTitle(view, rule)}">${markOf(rule)}</abbr> `)}`,
      cell.units.map(({ unit, band }) => `${view.t(unitBandTitle(band, k))} ${unit}`).join(', '),
      cell.share ? view.t(shareTitles[cell.share]) : '–',
    ]),
  });
}

/** What the rules would leave of an exact table: how much is hidden, by which rule, and what would hide less. */
import { html } from 'hono/html';
import type { Explanation, Simulation } from '#sandbox/door.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { columnForecasts, type ColumnForecast } from './cells.ts';
import { checkWords } from './check-words.ts';
import { percent, whole } from './numbers.ts';

export function exactRule(view: View, { k, units }: Explanation): Html {
  const named = units.join(view.t({ zh: '、', en: ', ' }));
  return html`<p>
    ${view.t({ zh: `每个单元格背后须至少有 ${k} 个主体(${named})。`, en: `Every cell must stand for at least ${k} units (${named}).` })}
  </p>`;
}

export function exactForecast(view: View, simulation: Simulation): Html {
  const columns = columnForecasts(simulation);
  return html`${verdict(view, columns)} ${survives(view, columns)} ${ruleTable(view, simulation)}
  ${reviewNote(view, simulation.review)} ${adviceList(view, simulation.advice ?? [])}`;
}

function verdict(view: View, columns: readonly ColumnForecast[]): Html {
  const cells = columns.reduce((sum, { cells: many }) => sum + many, 0);
  const hidden = columns.reduce((sum, { hidden: many }) => sum + many, 0);
  if (cells === 0)
    return html`<p>${view.t({ zh: '结果没有数值单元格。', en: 'The result has no cell of numbers.' })}</p>`;
  const [all, gone, left] = [cells, hidden, cells - hidden].map((many) => whole(view, many));
  const share = percent(view, hidden / cells);
  return html`<p class="verdict">
      <strong
        >${view.t({ zh: `${all} 个单元格中显示 ${left} 个`, en: `${left} of ${all} cells would be shown` })}</strong
      >
      <span>${view.t({ zh: `隐藏 ${gone} 个(${share})`, en: `${gone} hidden (${share})` })}</span>
    </p>
    <meter
      class="wide"
      min="0"
      max="${cells}"
      value="${cells - hidden}"
      aria-label="${view.t({ zh: '显示的单元格', en: 'cells shown' })}"
    >
      ${left} / ${all}
    </meter>`;
}

function survives(view: View, columns: readonly ColumnForecast[]): Html {
  return table(view, {
    caption: view.t({ zh: '逐列保留', en: 'What survives, by column' }),
    head: [
      view.t({ zh: '列', en: 'column' }),
      view.t({ zh: '显示', en: 'shown' }),
      view.t({ zh: '隐藏', en: 'hidden' }),
      view.t({ zh: '合计中保留', en: 'of its sum' }),
    ],
    numbers: [1, 2, 3],
    rows: columns.map(({ name, cells, hidden, share }) => [
      html`<code>${name}</code>`,
      whole(view, cells - hidden),
      whole(view, hidden),
      share === undefined ? '–' : percent(view, share),
    ]),
  });
}

function ruleTable(view: View, simulation: Simulation): Html {
  const found = [...groupsByRule(simulation)].toSorted(([, a], [, b]) => b - a);
  if (found.length === 0)
    return html`<p>${view.t({ zh: '没有规则隐藏任何单元格。', en: 'No rule hides anything.' })}</p>`;
  return table(view, {
    caption: view.t({ zh: '因哪条规则隐藏', en: 'Which rules hide' }),
    head: [
      view.t({ zh: '规则', en: 'rule' }),
      view.t({ zh: '组', en: 'groups' }),
      view.t({ zh: '含义', en: 'what it says' }),
    ],
    numbers: [1],
    rows: found.map(([name, many]) => {
      const { short, long, source } = checkWords(view, name);
      return [
        html`${short} <small><code>${name}</code></small>`,
        whole(view, many),
        html`${long} <small lang="en">${source}</small>`,
      ];
    }),
  });
}

/** In how many groups each rule spoke. */
function groupsByRule({ cells = [] }: Simulation): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const rule of cells.flatMap(({ rules }) => rules)) found.set(rule, (found.get(rule) ?? 0) + 1);
  return found;
}

function reviewNote(view: View, review: Simulation['review']): Html {
  if (review.length === 0) return html``;
  const named = review.map((name) => checkWords(view, name).short).join(view.t({ zh: '、', en: ', ' }));
  return html`<p class="note">${view.t({ zh: `须人工审看:${named}`, en: `A person will look at it: ${named}` })}</p>`;
}

function adviceList(view: View, advice: readonly string[]): Html {
  if (advice.length === 0) return html``;
  return html`<h4>${view.t({ zh: '怎样少隐藏', en: 'What would hide less' })}</h4>
    <ul lang="en">
      ${advice.map((line) => html`<li>${line}</li>`)}
    </ul>`;
}

/** What a program makes of simulation data: the table as the rules would leave it, what they said, what would hide less. */
import { html } from 'hono/html';
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import { refused } from '../forms/refused.ts';
import { table, type Html } from '../html.ts';
import { ruleTitle } from '../review/rule-words.ts';
import type { View } from '../view.ts';

/** Rows are made up: a few show the form. */
const rowsShown = 20;

export function simulated(view: View, found: Simulation | readonly Refusal[]): Html {
  if (isRefused(found)) return refused(view, found);
  const { forecast, verdicts, review, advice = [], explanation } = found;
  const rows = forecast.rows.slice(0, rowsShown);
  return html`<p class="soft">
      ${view.t({ zh: '模拟数据,不含任何真实记录。', en: 'Simulation data: no real row is in it.' })}
      ${explanation.tables.join(', ')}
    </p>
    ${table(view, {
      caption: view.t({
        zh: `规则处理后的结果,前 ${rows.length} 行,共 ${forecast.rows.length} 行`,
        en: `As the rules would leave it: ${rows.length} of ${forecast.rows.length} rows`,
      }),
      head: forecast.columns.map(({ name }) => name),
      numbers: forecast.columns.flatMap(({ role }, at) => (role === 'key' ? [] : [at])),
      rows: rows.map((row, at) =>
        row.map((value, column) => (forecast.hidden[at]?.[column] ? suppressionMarker : String(value ?? 'NULL'))),
      ),
    })}
    ${table(view, {
      caption: view.t({ zh: '触发的规则', en: 'Rules that spoke' }),
      head: [view.t({ zh: '规则', en: 'rule' }), view.t({ zh: '次数', en: 'times' })],
      numbers: [1],
      rows: [
        ...Object.entries(verdicts).map(([code, count]) => [ruleTitle(view, code), count]),
        ...review.map((code) => [ruleTitle(view, code), view.t({ zh: '须研判', en: 'for a person' })]),
      ],
    })}
    ${
      advice.length === 0
        ? ''
        : html`<ul>
            ${advice.map((one) => html`<li>${one}</li>`)}
          </ul>`
    }`;
}

function isRefused(found: Simulation | readonly Refusal[]): found is readonly Refusal[] {
  return Array.isArray(found);
}

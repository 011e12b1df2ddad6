/**
 * The look: the table as it would leave, with its marks; the recipes; the figures of model checks. It is made for one answer and kept nowhere,
 * neither here nor in the browser's cache.
 *
 * @see architecture.md invariant 11
 */
import { html } from 'hono/html';
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import type { Revealed, ResultTable } from '#sandbox/door.ts';
import { csrfField, table, textOf, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { recipeList } from './recipes.ts';
import { ruleTitle } from './rule-words.ts';
import { tabHref } from './tabs.ts';
import { levelTitles, toneOf, verdictTitles } from './words.ts';
import { chip } from '../html.ts';

/** Rows of one look. */
export const rowsOfLook = 1_000;

export interface Look {
  readonly id: string;
  readonly run: string;
  readonly reason: string;
  /** Row from which it shows. */
  readonly from: number;
}

export function revealedPage(view: View, found: Revealed, look: Look): Html {
  const { history } = found;
  return html`<p class="note" role="status">
      ${view.t({
        zh: `本次查看已记入日志。理由:${look.reason}`,
        en: `This look stands in the record. Reason: ${look.reason}`,
      })}
    </p>
    <p><a href="${tabHref(look.id, 'table', look.run)}">${view.t({ zh: '返回核查', en: 'Back to the review' })}</a></p>
    <h2>${view.t({ zh: '拟出域的表', en: 'The table as it would leave' })}</h2>
    ${tableOf(view, found.table, look)} ${nextLook(view, found.table, look)}
    <h2>${view.t({ zh: '历史比对', en: 'Beside earlier releases' })}</h2>
    <p>
      ${chip(view, verdictTitles[history.verdict] ?? { zh: history.verdict, en: history.verdict }, toneOf(history.verdict))}
    </p>
    ${levelsOf(view, history.levels)} ${recipeList(view, history)} ${modelOf(view, found)}`;
}

function tableOf(view: View, { columns, rows, hidden, treatment }: ResultTable, { from }: Look): Html {
  const shown = rows.slice(from, from + rowsOfLook);
  const mark = html`<span class="sign s-primary">${suppressionMarker}</span>`;
  return html`${treatment ? html`<p class="note">${textOf(treatment.mode)}</p>` : ''}
  ${table(view, {
    caption: view.t({
      zh: `第 ${from + 1}–${from + shown.length} 行,共 ${rows.length} 行;${suppressionMarker} 为不公开的值`,
      en: `Rows ${from + 1}–${from + shown.length} of ${rows.length}; ${suppressionMarker} stands for what is not shown`,
    }),
    head: columns.map(({ name }) => name),
    numbers: columns.flatMap(({ role }, at) => (role === 'key' ? [] : [at])),
    rows: shown.map((row, at) =>
      row.map((value, column) => (hidden[from + at]?.[column] ? mark : value === null ? 'NULL' : String(value))),
    ),
  })}`;
}

/** More rows are another look, with the same reason. */
function nextLook(view: View, { rows }: ResultTable, { id, run, reason, from }: Look): Html {
  const next = from + rowsOfLook;
  if (next >= rows.length) return html``;
  return html`<form method="post" action="/desk/check/exports/${id}/reveal">
    ${csrfField(view)}
    <input type="hidden" name="run" value="${run}" />
    <input type="hidden" name="reason" value="${reason}" />
    <input type="hidden" name="from" value="${next}" />
    <button class="plain">
      ${view.t({ zh: '再查看后续各行(另记一次)', en: 'Look at the next rows (recorded again)' })}
    </button>
  </form>`;
}

function levelsOf(view: View, levels: Revealed['history']['levels']): Html {
  return table(view, {
    caption: view.t({ zh: '各级检查', en: 'Levels of the guard' }),
    head: [
      view.t({ zh: '级别', en: 'level' }),
      view.t({ zh: '结论', en: 'verdict' }),
      view.t({ zh: '检查数', en: 'looked at' }),
      view.t({ zh: '命中', en: 'found' }),
    ],
    numbers: [2, 3],
    rows: (Object.entries(levels) as [keyof typeof levelTitles, (typeof levels)['G1']][]).flatMap(([level, found]) =>
      found
        ? [
            [
              `${level} ${view.t(levelTitles[level])}`,
              chip(
                view,
                verdictTitles[found.verdict] ?? { zh: found.verdict, en: found.verdict },
                toneOf(found.verdict),
              ),
              found.looked,
              found.found,
            ],
          ]
        : [],
    ),
  });
}

function modelOf(view: View, { model, modelFinding }: Revealed): Html {
  if (!model) return html``;
  return html`<h2>${view.t({ zh: '模型', en: 'Model' })}</h2>
    ${table(view, {
      caption: view.t({ zh: '模型检查的数值', en: 'Figures of the model checks' }),
      head: [
        view.t({ zh: '检查', en: 'check' }),
        view.t({ zh: '对象', en: 'about' }),
        view.t({ zh: '数值', en: 'figure' }),
        view.t({ zh: '上限', en: 'limit' }),
        view.t({ zh: '结论', en: 'verdict' }),
      ],
      numbers: [2, 3],
      rows: (modelFinding?.checks ?? []).map(({ name, verdict, figure, limit, about }) => [
        ruleTitle(view, name),
        about ?? '–',
        figure,
        limit,
        chip(view, verdictTitles[verdict] ?? { zh: verdict, en: verdict }, toneOf(verdict)),
      ]),
    })}
    <details>
      <summary>${view.t({ zh: '模型卡(JSON)', en: 'Model card (JSON)' })}</summary>
      <pre>${JSON.stringify(model, undefined, 2)}</pre>
    </details>`;
}

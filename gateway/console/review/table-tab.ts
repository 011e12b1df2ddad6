/** Tab *table*: what is shown and hidden of a result and why, in bands; the values themselves only by a look that the record has first. */
import { html, raw } from 'hono/html';
import type { BandedCell, TableEvidence } from '#policies/disclosure/decision/evidence.ts';
import type { Evidence } from '../../evidence.ts';
import { chip, table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { drawer } from './drawer.ts';
import type { Asked, Examined } from './examined.ts';
import { heatMaps, signOf } from './heat-map.ts';
import { revealForm } from './reveal-form.ts';
import { markOf, ruleSource, ruleTitle, thresholdOf } from './rule-words.ts';
import { runLinks, tabHref } from './tabs.ts';
import { statusMarks, statusTitles, testTitles, testWords, toneOf, verdictTitles } from './words.ts';

/** Cells on one page: more are slower to lay out than to leaf through. */
export const cellsOnPage = 2_000;

export function tableTab(examined: Examined, evidence: Evidence, asked: Asked): Html {
  const { view, doc } = examined;
  const { run, runs, result, sql } = evidence;
  return html`${runLinks(view, { id: doc.id, tab: 'table', runs, run })}
    <p class="facts">
      <span><code>${run}</code></span>
      <span>${view.t({ zh: `${result.rows} 行`, en: `${result.rows} rows` })}</span>
      <span
        >${view.t({ zh: `${result.suppressedCells} 个值不公开`, en: `${result.suppressedCells} values hidden` })}</span
      >
    </p>
    ${evidence.table ? judged(view, evidence.table, { asked, id: doc.id, run }) : notJudged(view, evidence)}
    ${revealForm(examined, run)}
    <details>
      <summary>${view.t({ zh: '程序文本', en: 'The text that was run' })}</summary>
      <pre>${sql}</pre>
    </details>`;
}

interface Place {
  readonly asked: Asked;
  readonly id: string;
  readonly run: string;
}

function judged(view: View, found: TableEvidence, place: Place): Html {
  const hrefOf = (cell: BandedCell) => `${hrefWith(place, { cell: String(cell.id) })}#cell`;
  return html`${totals(view, found)}
    <div class="split">
      <div>${rulesTable(view, found)}</div>
      <div>${testsTable(view, found)}</div>
    </div>
    <h2 id="cells">${view.t({ zh: '单元格', en: 'Cells' })}</h2>
    ${legend(view)} ${filters(view, found, place)}
    <div class="${found.cell ? 'beside' : ''}">
      ${drawer(view, found, `${hrefWith(place, {})}#cells`)}
      <div class="maps">${heatMaps(view, { evidence: found, hrefOf })} ${paging(view, found, place)}</div>
    </div>`;
}

function totals(view: View, { profile, k, method, unitTypes, status, commitment, protection }: TableEvidence): Html {
  return html`<dl>
    <dt>${view.t({ zh: '判定', en: 'Status' })}</dt>
    <dd>${chip(view, verdictTitles[status] ?? { zh: status, en: status }, toneOf(status))}</dd>
    <dt>${view.t({ zh: '风险规则', en: 'Risk profile' })}</dt>
    <dd>${profile}, k = ${k}, ${method}</dd>
    <dt>${view.t({ zh: '受保护主体', en: 'Protected units' })}</dt>
    <dd>${unitTypes.join(', ')}</dd>
    <dt>${view.t({ zh: '附带隐藏', en: 'Hidden to protect others' })}</dt>
    <dd>
      ${protection.secondary}
      <small
        >${protection.algorithm}; ${protection.programs} ${view.t({ zh: '个线性规划', en: 'linear programs' })}</small
      >
    </dd>
    <dt>${view.t({ zh: '决定承诺', en: 'Commitment of the decision' })}</dt>
    <dd><code>${commitment}</code></dd>
  </dl>`;
}

function rulesTable(view: View, { rules, profile, k }: TableEvidence): Html {
  return table(view, {
    caption: view.t({ zh: '触发的规则', en: 'Rules that spoke' }),
    head: [
      view.t({ zh: '标记', en: 'mark' }),
      view.t({ zh: '规则', en: 'rule' }),
      view.t({ zh: '阈值', en: 'threshold' }),
      view.t({ zh: '单元格', en: 'cells' }),
      view.t({ zh: '依据', en: 'source' }),
    ],
    numbers: [3],
    rows: Object.entries(rules)
      .sort(([, one], [, other]) => other - one)
      .map(([rule, count]) => [
        html`<span class="sign">${markOf(rule)}</span>`,
        ruleTitle(view, rule),
        thresholdOf(rule, profile, k),
        count,
        ruleSource(rule),
      ]),
  });
}

/** The clause against models and algorithms from which raw data can be restored. @see 003-28(3) */
function testsTable(view: View, { tests }: TableEvidence): Html {
  return table(view, {
    caption: view.t({ zh: '不可逆检验(003-28(3))', en: 'Tests against restoring raw data (003-28(3))' }),
    head: [
      view.t({ zh: '检验', en: 'test' }),
      view.t({ zh: '结论', en: 'verdict' }),
      view.t({ zh: '说明', en: 'what it says' }),
    ],
    rows: tests.map(({ name, verdict, what }) => [
      view.t(testTitles[name] ?? { zh: name, en: name }),
      chip(view, verdictTitles[verdict] ?? { zh: verdict, en: verdict }, toneOf(verdict)),
      testWords(view, what),
    ]),
  });
}

const statuses = ['safe', 'primary', 'secondary', 'zero', 'implicit-fail'] as const;

function legend(view: View): Html {
  return html`<p class="legend">
    ${statuses.map(
      (status) =>
        html`<span
          ><span class="sign s-${status}">${signOf({ status, rules: [] })}</span> ${view.t(statusTitles[status])}</span
        >`,
    )}
  </p>`;
}

/** A form that asks by its address, so that what is seen can be sent to a colleague. */
function filters(view: View, { statuses: counts, total }: TableEvidence, { asked, run }: Place): Html {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const unsafe = all - (counts['safe'] ?? 0);
  const choices = [
    { value: 'all', says: view.t({ zh: '全部', en: 'all' }), count: all },
    { value: 'unsafe', says: view.t({ zh: '不公开的', en: 'not shown' }), count: unsafe },
    ...statuses
      .filter((status) => status !== 'safe')
      .map((value) => ({
        value,
        says: `${statusMarks[value]} ${view.t(statusTitles[value])}`,
        count: counts[value] ?? 0,
      })),
  ];
  return html`<form method="get" class="filter" action="#cells">
    <input type="hidden" name="run" value="${run}" />
    <label for="only">${view.t({ zh: '显示', en: 'Show' })}</label>
    <select id="only" name="only">
      ${choices.map(
        ({ value, says, count }) =>
          html`<option value="${value}" ${raw(value === (asked.only ?? 'all') ? 'selected' : '')}>
            ${says} (${count})
          </option>`,
      )}
    </select>
    <button class="plain">${view.t({ zh: '筛选', en: 'Filter' })}</button>
    <span class="soft">${view.t({ zh: `共 ${total} 个`, en: `${total} cells` })}</span>
  </form>`;
}

function paging(view: View, { total }: TableEvidence, place: Place): Html {
  const from = Number(place.asked.from ?? 0);
  if (total <= cellsOnPage) return html``;
  const [before, after] = [from - cellsOnPage, from + cellsOnPage];
  const shown = `${from + 1}–${Math.min(after, total)} / ${total}`;
  return html`<nav class="paging" aria-label="${view.t({ zh: '单元格分页', en: 'Pages of cells' })}">
    ${before >= 0 ? html`<a href="${hrefWith(place, { from: String(before) })}#cells">${view.t({ zh: '上一页', en: 'Before' })}</a>` : ''}
    <span>${shown}</span>
    ${after < total ? html`<a href="${hrefWith(place, { from: String(after) })}#cells">${view.t({ zh: '下一页', en: 'Next' })}</a>` : ''}
  </nav>`;
}

function hrefWith({ asked, id, run }: Place, change: Asked): string {
  const query = new URLSearchParams({ run });
  const { only, from } = { ...asked, ...change };
  if (only !== undefined) query.set('only', only);
  if (from !== undefined) query.set('from', from);
  if (change.cell !== undefined) query.set('cell', change.cell);
  return `${tabHref(id, 'table')}?${query.toString()}`;
}

/** Noise, public data, models: no cell was judged, and the page says so. */
function notJudged(view: View, { lane, explanation }: Evidence): Html {
  const why =
    lane === 'private'
      ? {
          zh: '隐私通道:数字带噪声,由隐私预算而非单元格规则保护;没有逐格证据。',
          en: 'The private lane: noise and the budget protect it, not rules of cells. There is no evidence cell by cell.',
        }
      : explanation?.kind === 'open'
        ? {
            zh: '仅读取可公开数据,没有受保护主体;没有逐格证据。',
            en: 'It reads public data alone; nobody is protected in it. There is no evidence cell by cell.',
          }
        : {
            zh: '没有逐格证据:结果是模型,见“模型与程序”页签。',
            en: 'There is no evidence cell by cell: the result is a model. See the tab “Model and program”.',
          };
  return html`<p class="note">${view.t(why)}</p>`;
}

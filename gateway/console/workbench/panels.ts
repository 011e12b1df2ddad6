/** The panels of an answer: what the rules say of the text, and the result with its chart. Drawn here for pages and for the script alike. */
import { html } from 'hono/html';
import type { Explanation } from '#sandbox/door.ts';
import type { Office } from '../../office.ts';
import { chartOf } from '../charts/of-result.ts';
import { picture } from '../charts/picture.ts';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';
import { refusalsOf, type Answered, type Given } from './answer.ts';
import { budgetMeter } from './budget.ts';
import { fidelityNote } from './fidelity-note.ts';
import { exactForecast, exactRule } from './forecast-exact.ts';
import { privateForecast, privatePlan } from './forecast-private.ts';
import { gridOf, plainGrid } from './grid.ts';
import { problemList } from './problems.ts';
import { programReport } from './program-report.ts';

/** What is known before it is run, and after: one panel. */
export function forecastPanel(view: View, office: Office, given: Given): Html {
  const { asked, outcome } = given;
  if (!outcome)
    return html`<p class="empty">
      ${view.t({ zh: '写下查询后,此处显示规则的判断:通道、价格、哪些单元格会被隐藏。', en: 'What the rules say of your text appears here: the lane, the price, which cells would be hidden.' })}
    </p>`;
  if (!outcome.ok) return problemList(view, asked, refusalsOf(given));
  const { explanation, simulation, budgets } = outcome.value;
  return html`${lane(view, explanation)} ${simulation ? simulated(view, outcome.value) : ''}
  ${explanation.kind === 'exact' ? exactRule(view, explanation) : ''}
  ${explanation.kind === 'private' ? privatePlan(view, explanation) : ''} ${budgetMeter(view, explanation, budgets)}
  ${reads(view, explanation)} ${fidelityNote(view, office, explanation)}`;
}

const lanes = {
  exact: { zh: '精确通道:可以提交', en: 'Exact lane: accepted' },
  private: { zh: '隐私通道:可以提交', en: 'Private lane: accepted' },
  open: { zh: '公开数据:原样输出', en: 'Public data: leaves as it is' },
} as const satisfies Record<Explanation['kind'], unknown>;

function lane(view: View, { kind }: Explanation): Html {
  return html`<h3 class="accepted">${view.t(lanes[kind])}</h3>`;
}

function simulated(view: View, { explanation, simulation }: Answered): Html {
  if (!simulation) return html``;
  if (explanation.kind === 'private') return privateForecast(view, simulation);
  return explanation.kind === 'exact' ? exactForecast(view, simulation) : html``;
}

function reads(view: View, { tables, used, columns, program }: Explanation): Html {
  const comma = view.t({ zh: '、', en: ', ' });
  const results = columns.filter(({ role }) => role !== 'accuracy').map(({ name, type }) => `${name} ${type}`);
  return html`<dl>
    <dt>${view.t({ zh: '读取', en: 'reads' })}</dt>
    <dd>${used.length > 0 ? used.map((name) => html`<code>${name}</code> `) : tables.join(comma)}</dd>
    <dt>${view.t({ zh: '结果', en: 'result' })}</dt>
    <dd>${results.join(comma)}</dd>
    ${
      program
        ? html`<dt>${view.t({ zh: '程序', en: 'program' })}</dt>
            <dd>
              ${view.t({ zh: `模式 ${program.mode},输出 ${program.numbers} 个数,${program.tick.seconds} 秒后答复`, en: `mode ${program.mode}, hands out ${program.numbers} numbers, answers after ${program.tick.seconds} s` })}
            </dd>`
        : ''
    }
  </dl>`;
}

/** @param withTable false where the script draws the cells */
export function resultPanel(view: View, given: Given, withTable = true): Html {
  const simulation = given.outcome?.ok ? given.outcome.value.simulation : undefined;
  if (!simulation) return html`<p class="empty">${view.t({ zh: '尚未运行。', en: 'Nothing has been run yet.' })}</p>`;
  const chart = chartOf(view, simulation.forecast);
  const cut = view.t({
    zh: '协议生效前只能预览前 50 行。',
    en: 'Before an agreement is in force this is a preview of 50 rows.',
  });
  return html`${simulation.preview === true ? html`<p class="note">${cut}</p>` : ''}
    <div class="gridchart">
      <div id="grid">${withTable ? plainGrid(view, gridOf(view, simulation)) : ''}</div>
      ${chart ? picture(view, chart) : ''}
    </div>
    ${programReport(view, simulation)}`;
}

/** One sentence for who listens. */
export function saysOf(view: View, given: Given): string {
  const { outcome } = given;
  if (!outcome) return '';
  if (!outcome.ok) {
    const many = outcome.refusals.length;
    return view.t({ zh: `未通过:${many} 处问题`, en: `Refused: ${many} ${many === 1 ? 'problem' : 'problems'}` });
  }
  const { explanation, simulation } = outcome.value;
  const rows = simulation?.forecast.rows.length;
  const accepted = view.t(lanes[explanation.kind]);
  return rows === undefined ? accepted : view.t({ zh: `${accepted};${rows} 行`, en: `${accepted}; ${rows} rows` });
}

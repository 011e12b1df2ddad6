/** Tab *history*: which earlier releases stand beside this one, what the guard found, and what a change would do on simulation data. */
import { html } from 'hono/html';
import type { Refusal } from '#policies/refusal.ts';
import type { Evidence } from '../../evidence.ts';
import type { RelatedRelease } from '../../related-releases.ts';
import type { Estimate, WhatIf } from '../../what-if.ts';
import { refused } from '../forms/refused.ts';
import { chip, csrfField, moment, table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import type { Examined } from './examined.ts';
import { revealForm } from './reveal-form.ts';
import { ruleTitle } from './rule-words.ts';
import { runLinks } from './tabs.ts';
import { findingTitles, levelTitles, relationTitles, toneOf, verdictTitles } from './words.ts';

/** A change that was tried: what it came to, or why not. */
export interface Tried {
  readonly sql: string;
  readonly found?: WhatIf;
  readonly refusals?: readonly Refusal[];
}

interface Past {
  readonly evidence: Evidence;
  readonly related: readonly RelatedRelease[];
  readonly tried?: Tried | undefined;
}

export function historyTab(examined: Examined, { evidence, related, tried }: Past): Html {
  const { view, doc } = examined;
  const { run, runs } = evidence;
  return html`${runLinks(view, { id: doc.id, tab: 'history', runs, run })}
    <h2>${view.t({ zh: '历史比对结论', en: 'What the guard found' })}</h2>
    ${verdict(view, evidence)} ${findings(examined, run)}
    <h2>${view.t({ zh: '相关既往成果', en: 'Earlier releases beside it' })}</h2>
    <p class="soft">
      ${view.t({
        zh: '由程序文本比较得出,不读取数据:同表、分组与筛选条件如何相交。筛选条件只在一方时,两格之差就是一组主体。',
        en: 'Compared from the texts alone, without any data: shared tables, how keys and filters lie. Where only one side filters, the difference of two cells is a set of units.',
      })}
    </p>
    ${matrix(view, related)} ${whatIfForm(view, { evidence, tried, id: doc.id })}
    <p class="soft">
      ${view.t({
        zh: '攻击配方说明攻击者会用什么减去什么;它点名单元格并说出剩余主体数,因此只能通过记录在案的查看阅读。',
        en: 'A recipe says what an attacker would subtract from what. It names cells and counts units, so it is read by a recorded look.',
      })}
    </p>
    ${revealForm(examined, run)}`;
}

function verdict(view: View, { table: judged }: Evidence): Html {
  const found = judged?.history;
  if (!found) return html`<p>${view.t({ zh: '没有逐格历史比对记录。', en: 'There is no finding cell by cell.' })}</p>`;
  return html`<p>
      ${chip(view, verdictTitles[found.verdict] ?? { zh: found.verdict, en: found.verdict }, toneOf(found.verdict))}
    </p>
    ${table(view, {
      caption: view.t({ zh: '各级检查', en: 'Levels of the guard' }),
      head: [
        view.t({ zh: '级别', en: 'level' }),
        view.t({ zh: '检查什么', en: 'what it looks for' }),
        view.t({ zh: '结论', en: 'verdict' }),
      ],
      rows: Object.entries(found.levels).map(([level, said]) => [
        level,
        view.t(levelTitles[level as keyof typeof levelTitles] ?? { zh: level, en: level }),
        chip(view, verdictTitles[said] ?? { zh: said, en: said }, toneOf(said)),
      ]),
    })}`;
}

function findings({ view, doc }: Examined, run: string): Html {
  const own = doc.findings.filter(({ run: of, verdict: said }) => of === run && said !== 'suppressed');
  return table(view, {
    caption: view.t({ zh: '提交核查者的发现', en: 'Findings for people' }),
    head: [
      view.t({ zh: '代码', en: 'code' }),
      view.t({ zh: '说明', en: 'what it says' }),
      view.t({ zh: '处理', en: 'weight' }),
    ],
    rows: own.map(({ code, verdict: said }) => [
      html`<code>${code}</code>`,
      ruleTitle(view, code),
      chip(view, findingTitles[said], said === 'fail' ? 'bad' : 'warn'),
    ]),
  });
}

/** One row for each earlier release; what both share, and what only one of them has. */
function matrix(view: View, related: readonly RelatedRelease[]): Html {
  return table(view, {
    caption: view.t({ zh: '共用单元格与和式的成果', en: 'Releases that share cells and sums' }),
    head: [
      view.t({ zh: '成果', en: 'release' }),
      view.t({ zh: '数据商', en: 'vendor' }),
      view.t({ zh: '出域时间', en: 'released' }),
      view.t({ zh: '关系', en: 'relation' }),
      view.t({ zh: '共同分组', en: 'keys of both' }),
      view.t({ zh: '仅本次', en: 'only here' }),
      view.t({ zh: '仅既往', en: 'only there' }),
      view.t({ zh: '仅一方的筛选', en: 'filters of one side' }),
      view.t({ zh: '主体', en: 'units' }),
    ],
    rows: related.map(({ export: id, vendor, at, relation, keys, filters, units }) => [
      html`<a href="/desk/check/exports/${id}">${id}</a>`,
      vendor,
      at === '' ? '–' : moment(view, at),
      view.t(relationTitles[relation]),
      names(keys.both),
      names(keys.here),
      names(keys.there),
      names([...filters.here, ...filters.there]),
      names(units),
    ]),
  });
}

function names(list: readonly string[]): string {
  return list.length === 0 ? '–' : list.join(', ');
}

interface Trying {
  readonly evidence: Evidence;
  readonly tried: Tried | undefined;
  readonly id: string;
}

/** Says plainly where it cannot answer. */
function whatIfForm(view: View, { evidence, tried, id }: Trying): Html {
  const title = html`<h2 id="what-if">${view.t({ zh: '若改得更粗', en: 'What if it were coarser' })}</h2>`;
  if (!evidence.table)
    return html`${title}
      <p class="note">
        ${view.t({
          zh: '无法试算:试算按逐格规则估计,只适用于精确通道的表。',
          en: 'This cannot be estimated: estimates follow the rules of cells, which only tables of the exact lane have.',
        })}
      </p>`;
  return html`${title}
    <p class="soft">
      ${view.t({
        zh: '在模拟数据上按同样的规则试算:估计会隐藏多少,不读取真实数据,也不写入任何记录。',
        en: 'The same rules on simulation data: an estimate of how much would be hidden. No real data is read and nothing is recorded.',
      })}
    </p>
    ${tried?.refusals ? refused(view, tried.refusals) : ''} ${tried?.found ? outcome(view, tried.found) : ''}
    <form method="post" action="/desk/check/exports/${id}/what-if#what-if" class="command">
      ${csrfField(view)} <input type="hidden" name="run" value="${evidence.run}" />
      <p class="field">
        <label for="what-if-sql">${view.t({ zh: '修改后的文本', en: 'The changed text' })}</label>
        <textarea id="what-if-sql" name="sql" rows="6" maxlength="65536" spellcheck="false" class="code">
${tried?.sql ?? evidence.sql}</textarea>
      </p>
      <p><button class="button">${view.t({ zh: '在模拟数据上试算', en: 'Estimate on simulation data' })}</button></p>
    </form>`;
}

function outcome(view: View, { now, then }: WhatIf): Html {
  return html`<div role="status">
    ${table(view, {
      caption: view.t({ zh: '模拟数据上的估计', en: 'Estimated on simulation data' }),
      head: [
        view.t({ zh: '文本', en: 'text' }),
        view.t({ zh: '行', en: 'rows' }),
        view.t({ zh: '值', en: 'values' }),
        view.t({ zh: '隐藏', en: 'hidden' }),
        view.t({ zh: '占比', en: 'share' }),
      ],
      numbers: [1, 2, 3, 4],
      rows: [
        estimateRow(view.t({ zh: '现文本', en: 'as it is' }), now),
        estimateRow(view.t({ zh: '修改后', en: 'changed' }), then),
      ],
    })}
    ${
      then.advice.length === 0
        ? ''
        : html`<p>${view.t({ zh: '进一步的建议:', en: 'What would hide still less:' })}</p>
            <ul>
              ${then.advice.map((one) => html`<li>${one}</li>`)}
            </ul>`
    }
  </div>`;
}

function estimateRow(says: string, { rows, cells, hidden }: Estimate): readonly (string | number)[] {
  return [says, rows, cells, hidden, shareOf(hidden, cells)];
}

function shareOf(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

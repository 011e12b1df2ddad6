/** One cell: who is behind it, which rules spoke and by which threshold, in which sums it stands, what an attacker could still say of it. */
import { html } from 'hono/html';
import type { Equation, TableEvidence } from '#policies/disclosure/decision/evidence.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { nameOf } from './heat-map.ts';
import { ruleSource, ruleTitle, thresholdOf } from './rule-words.ts';
import { shareTitles, statusTitles, unitBandTitle, widthTitles } from './words.ts';

type Shown = NonNullable<TableEvidence['cell']>;

/** @param closed the address without the drawer */
export function drawer(view: View, evidence: TableEvidence, closed: string): Html {
  const { cell, groupings, k, profile, statistics } = evidence;
  if (!cell) return html``;
  const name = nameOf(view, groupings[cell.grouping] ?? [], cell);
  const hidden = statistics.filter((_, at) => cell.hidden[at]);
  return html`<section class="drawer" id="cell" aria-labelledby="cell-title">
    <h2 id="cell-title">${view.t({ zh: '单元格', en: 'Cell' })} ${name}</h2>
    <dl>
      <dt>${view.t({ zh: '结论', en: 'Verdict' })}</dt>
      <dd>${view.t(statusTitles[cell.status])}</dd>
      <dt>${view.t({ zh: '不公开的统计量', en: 'Statistics not shown' })}</dt>
      <dd>${hidden.length === 0 ? view.t({ zh: '无', en: 'none' }) : hidden.join(', ')}</dd>
      ${cell.units.map(
        ({ unit, band }) =>
          html`<dt>${view.t({ zh: `主体数(${unit})`, en: `Units (${unit})` })}</dt>
            <dd>${view.t(unitBandTitle(band, k))}</dd>`,
      )}
      <dt>${view.t({ zh: '最大主体占比', en: 'Share of the largest unit' })}</dt>
      <dd>${cell.share ? view.t(shareTitles[cell.share]) : '–'}</dd>
    </dl>
    ${rulesOf(view, cell, { profile, k })} ${widthsOf(view, cell)} ${equationsOf(view, cell)}
    <p><a href="${closed}">${view.t({ zh: '关闭', en: 'Close' })}</a></p>
  </section>`;
}

function rulesOf(view: View, { rules, status }: Shown, { profile, k }: { profile: string; k: number }): Html {
  if (rules.length === 0) {
    const why =
      status === 'safe'
        ? { zh: '没有规则提出异议。', en: 'No rule speaks against it.' }
        : { zh: '没有自身规则;因其他单元格而隐藏。', en: 'No rule of its own: it is hidden for others.' };
    return html`<p>${view.t(why)}</p>`;
  }
  return table(view, {
    caption: view.t({ zh: '为何如此', en: 'Why' }),
    head: [
      view.t({ zh: '规则', en: 'rule' }),
      view.t({ zh: '说明', en: 'what it says' }),
      view.t({ zh: '阈值', en: 'threshold' }),
      view.t({ zh: '依据', en: 'source' }),
    ],
    rows: rules.map((rule) => [
      html`<code>${rule}</code>`,
      ruleTitle(view, rule),
      thresholdOf(rule, profile, k),
      ruleSource(rule),
    ]),
  });
}

/** What is left to guess, in bands: the interval itself would tell the value. */
function widthsOf(view: View, { widths }: Shown): Html {
  if (widths.length === 0) return html``;
  return table(view, {
    caption: view.t({ zh: '攻击者可推断的区间', en: 'What an attacker can place of it' }),
    head: [view.t({ zh: '统计量', en: 'statistic' }), view.t({ zh: '可行区间', en: 'feasibility interval' })],
    rows: widths.map(({ statistic, band }) => [statistic, view.t(widthTitles[band])]),
  });
}

function equationsOf(view: View, { equations }: Shown): Html {
  if (equations.length === 0) return html`<p>${view.t({ zh: '不在任何和式中。', en: 'It stands in no sum.' })}</p>`;
  return table(view, {
    caption: view.t({ zh: '所在和式', en: 'Sums that it stands in' }),
    head: [
      view.t({ zh: '和式', en: 'sum' }),
      view.t({ zh: '位置', en: 'as' }),
      view.t({ zh: '部分', en: 'parts' }),
      view.t({ zh: '其中隐藏', en: 'of them hidden' }),
      view.t({ zh: '合计', en: 'whole' }),
    ],
    numbers: [2, 3],
    rows: equations.map((one) => [
      sumOf(view, one),
      view.t(one.role === 'whole' ? { zh: '合计', en: 'the whole' } : { zh: '部分', en: 'a part' }),
      one.parts,
      one.hiddenParts,
      view.t(one.isWholeHidden ? { zh: '隐藏', en: 'hidden' } : { zh: '公开', en: 'shown' }),
    ]),
  });
}

function sumOf(view: View, { of, over }: Equation): string {
  const total = view.t({ zh: '合计', en: 'total' });
  const sign = ' = Σ ';
  return `${of.length === 0 ? total : of.join(' × ')}${sign}${over.join(' × ')}`;
}

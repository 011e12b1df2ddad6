/** Lists that no life has by itself: filings under way, the exceptions of a month, what refusals were spent. */
import { html } from 'hono/html';
import { exceptionReasons } from '#policies/procedure/exception-request.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { Json } from '../../client.ts';
import type { ReportedException } from '../../exceptions.ts';
import { stateChip } from '../desk/document.ts';
import { refused } from '../forms/refused.ts';
import type { Sent } from '../forms/values.ts';
import { csrfField, moment, table, textOf, type Html } from '../html.ts';
import { ruleTitle } from '../review/rule-words.ts';
import { tabHref } from '../review/tabs.ts';
import type { View } from '../view.ts';

const steps = {
  passed: ['submit_filing', { zh: '报送备案', en: 'Submit the filing' }],
  filing_returned: ['submit_filing', { zh: '重新报送', en: 'Submit it again' }],
  filed: ['', { zh: '签发并出域', en: 'Release' }],
} as const;

/** What is passed goes to the agency, what the agency has accepted is released. @see AO-22-2 */
export function filingPage(view: View, exports: readonly Export[]): Html {
  return table(view, {
    caption: view.t({ zh: '备案中的成果', en: 'Exports on their way through the filing' }),
    head: [
      view.t({ zh: '成果', en: 'export' }),
      view.t({ zh: '数据商', en: 'vendor' }),
      view.t({ zh: '状态', en: 'state' }),
      view.t({ zh: '备案号', en: 'filing' }),
      view.t({ zh: '回执', en: 'receipt' }),
      view.t({ zh: '下一步', en: 'next' }),
    ],
    rows: exports.map((doc) => [
      html`<a href="${tabHref(doc.id, 'manifest')}">${doc.product.title}</a> <small>${doc.id}</small>`,
      doc.vendor,
      stateChip(view, 'export', doc.state),
      doc.filing ?? '–',
      doc.receipt ?? '–',
      nextOf(view, doc),
    ]),
  });
}

function nextOf(view: View, { id, state }: Export): Html {
  if (!(state in steps)) return html`${view.t({ zh: '待大数据局', en: 'the agency’s turn' })}`;
  const [command, title] = steps[state as keyof typeof steps];
  const href = command === '' ? tabHref(id, 'manifest') : `/desk/export/exports/${id}/${command}`;
  return html`<a href="${href}">${view.t(title)}</a>`;
}

/** What left although a check had spoken against it. @see docs/decisions/022-exceptions.md */
export function exceptionsPage(view: View, month: string, items: readonly ReportedException[]): Html {
  return html`<form method="get" class="filter">
      <label for="month">${view.t({ zh: '月份', en: 'Month' })}</label>
      <input id="month" name="month" type="month" value="${month}" required />
      <button class="plain">${view.t({ zh: '查看', en: 'Show' })}</button>
    </form>
    ${table(view, {
      caption: view.t({ zh: `${month} 批准的例外`, en: `Exceptions granted in ${month}` }),
      head: [
        view.t({ zh: '批准时间', en: 'granted' }),
        view.t({ zh: '成果', en: 'export' }),
        view.t({ zh: '数据商', en: 'vendor' }),
        view.t({ zh: '理由', en: 'reason' }),
        view.t({ zh: '说明', en: 'justification' }),
        view.t({ zh: '涉及', en: 'about' }),
        view.t({ zh: '有效至', en: 'until' }),
        view.t({ zh: '申请人', en: 'asked by' }),
        view.t({ zh: '批准人', en: 'granted by' }),
      ],
      rows: items.map((one) => [
        moment(view, one.at),
        html`<a href="${tabHref(one.export, 'decision')}">${one.export}</a>`,
        one.vendor,
        view.t(exceptionReasons[one.code]),
        one.justification,
        one.covers.map(({ code }) => ruleTitle(view, code)).join(view.t({ zh: ';', en: '; ' })),
        moment(view, one.until),
        one.askedBy.person,
        one.grantedBy?.person ?? '–',
      ]),
    })}`;
}

export interface DenialsPage {
  readonly items: readonly Json[];
  readonly mayReset: boolean;
  readonly returned?: { readonly sent: Sent; readonly refusals: readonly Refusal[] } | undefined;
}

/** Each refusal tells something; who has used up the month waits for people. @see disclosure.md §2.9 (6) */
export function denialsPage(view: View, { items, mayReset, returned }: DenialsPage): Html {
  return html`${returned ? refused(view, returned.refusals) : ''}
  ${table(view, {
    caption: view.t({ zh: '本月各法人集团的被拒次数', en: 'What each legal group has spent this month' }),
    head: [
      view.t({ zh: '数据商', en: 'vendor' }),
      view.t({ zh: '数据集', en: 'dataset' }),
      view.t({ zh: '已用', en: 'spent' }),
      view.t({ zh: '上限', en: 'limit' }),
    ],
    numbers: [2, 3],
    rows: items.map((line) => ['vendor', 'entry', 'spent', 'limit'].map((name) => textOf(line[name]))),
  })}
  ${mayReset ? resetForm(view, returned?.sent ?? new Map()) : ''}`;
}

const resetFields = [
  ['vendor', { zh: '数据商', en: 'Vendor' }],
  ['entry', { zh: '数据集', en: 'Dataset' }],
  ['reason', { zh: '理由', en: 'Reason' }],
] as const;

function resetForm(view: View, sent: Sent): Html {
  return html`<h2>${view.t({ zh: '重新计数', en: 'Let a group begin anew' })}</h2>
    <form method="post" action="/desk/denials" class="command">
      ${csrfField(view)}
      ${resetFields.map(
        ([name, title]) =>
          html`<p class="field">
            <label for="${name}">${view.t(title)}</label>
            <input id="${name}" name="${name}" value="${sent.get(name)?.[0] ?? ''}" required />
          </p>`,
      )}
      <p><button class="button">${view.t({ zh: '重置并记录', en: 'Reset and record' })}</button></p>
    </form>`;
}

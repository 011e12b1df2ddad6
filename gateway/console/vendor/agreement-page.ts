/** An agreement for its vendor: ten clauses to read, and the signature under the hash of exactly what was read. @see AO-20-4 */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { Agreement } from '#policies/procedure/agreement.ts';
import { offersOf } from '../../access/offers.ts';
import { readerOf, show, showNothing, type Console } from '../console.ts';
import { history, stateChip } from '../desk/document.ts';
import { hrefOf } from '../desk/words.ts';
import { csrfField, moment, type Html } from '../html.ts';
import { formTitles } from '../review/product-words.ts';
import type { View, ViewEnv } from '../view.ts';
import { clockTable } from './clocks.ts';

export async function agreementPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const { view, caller, api } = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const found = await api.call(`/propose/agreements/${encodeURIComponent(id)}`);
  if (!found.ok) return showNothing(c);
  const doc = found.value as unknown as Agreement;
  const maySign = offersOf(console.office, 'agreement', id, caller).some(({ command }) => command === 'sign_vendor');
  const body = html`<p>
      ${stateChip(view, 'agreement', doc.state)} <code>${id}</code>
      <a href="${hrefOf('application', doc.application)}">${view.t({ zh: '所依申请', en: 'its application' })}</a>
    </p>
    ${clauseList(view, doc)}
    <p>${view.t({ zh: '以上文本的 SHA-256:', en: 'SHA-256 of this text: ' })}<code>${doc.hash}</code></p>
    ${maySign ? signature(view, { id, hash: doc.hash }) : ''} ${doc.state === 'active' ? start(view) : ''}
    ${clockTable(view, console.office, { life: 'agreement', doc: found.value })}
    ${history(view, 'agreement', found.value)}`;
  return show(c, { title: { zh: '开发利用协议', en: 'Agreement' }, stage: 'propose', body });
}

function signature(view: View, { id, hash }: { readonly id: string; readonly hash: string }): Html {
  return html`<form
    method="post"
    action="/desk/propose/agreements/${encodeURIComponent(id)}/sign_vendor"
    class="command"
  >
    ${csrfField(view)} <input type="hidden" name="hash" value="${hash}" />
    <p>
      <button id="sign">${view.t({ zh: '按此文本签署', en: 'Sign this text' })}</button>
      <small
        >${view.t({ zh: '签名只对此哈希的文本有效', en: 'The signature covers the text of this hash alone' })}</small
      >
    </p>
  </form>`;
}

function start(view: View): Html {
  return html`<p>
    <a class="button" href="/workbench"
      >${view.t({ zh: '到开发台编写程序', en: 'Write its program at the workbench' })}</a
    >
  </p>`;
}

interface Clause {
  readonly title: Title;
  readonly says: Html | string;
}

/** In the order of the article. */
function clauseList(view: View, { clauses }: Agreement): Html {
  const list: readonly Clause[] = [
    {
      title: { zh: '双方权利义务', en: 'Rights and duties' },
      says: html`<p>${clauses.rightsAndDuties.text}</p>
        <p>
          ${view.t({ zh: `每 ${clauses.rightsAndDuties.reportEvery} 个月提交一次使用报告。`, en: `A report on the use every ${clauses.rightsAndDuties.reportEvery} months.` })}
        </p>`,
    },
    { title: { zh: '应用场景', en: 'Scenario' }, says: html`<p><code>${clauses.scenario}</code></p>` },
    { title: { zh: '数据范围', en: 'Scope of the data' }, says: scopeList(clauses.dataScope) },
    {
      title: { zh: '使用期限', en: 'Term' },
      says: html`<p>${moment(view, clauses.term.from)} – ${moment(view, clauses.term.to)}</p>`,
    },
    { title: { zh: '使用条件', en: 'Conditions' }, says: conditions(view, clauses.conditions) },
    {
      title: { zh: '数据安全', en: 'Data security' },
      says: html`<p>${clauses.dataSecurity.text}</p>
        <p>
          ${view.t({ zh: `终止后 ${clauses.dataSecurity.destroyWithin} 日内销毁。`, en: `Destroyed within ${clauses.dataSecurity.destroyWithin} days after its end.` })}
        </p>`,
    },
    {
      title: { zh: '费用', en: 'Fees' },
      says: html`<p>${clauses.fees.text}</p>
        ${clauses.fees.items.map(({ category, rate }) => html`<p>${category}: ${rate}</p>`)}`,
    },
    { title: { zh: '交易', en: 'Trading' }, says: html`<p>${clauses.trading.text}</p>` },
    { title: { zh: '变更与终止', en: 'Change and end' }, says: html`<p>${clauses.termination.text}</p>` },
    { title: { zh: '违约责任', en: 'Liability' }, says: html`<p>${clauses.breachLiability}</p>` },
  ];
  return html`<h2>${view.t({ zh: '协议条款', en: 'Clauses' })}</h2>
    <ol class="clauses">
      ${list.map(
        ({ title, says }) =>
          html`<li>
            <h3>${view.t(title)}</h3>
            ${says}
          </li>`,
      )}
    </ol>`;
}

function scopeList(scope: Agreement['clauses']['dataScope']): Html {
  return html`<ul>
    ${scope.map(({ table, columns }) => html`<li><code>${table}</code>: <code>${columns.join(', ')}</code></li>`)}
  </ul>`;
}

function conditions(
  view: View,
  { runs, productForms, recipients, lanes = ['exact'], epsilon, text }: Agreement['clauses']['conditions'],
): Html {
  const comma = view.t({ zh: '、', en: ', ' });
  const named = { exact: view.t({ zh: '精确', en: 'exact' }), private: view.t({ zh: '隐私', en: 'private' }) };
  return html`<p>${text}</p>
    <dl>
      <dt>${view.t({ zh: '真实运行次数', en: 'runs on real data' })}</dt>
      <dd>${runs}</dd>
      <dt>${view.t({ zh: '通道', en: 'lanes' })}</dt>
      <dd>${lanes.map((lane) => named[lane]).join(comma)}${epsilon === undefined ? '' : html` · ε ≤ ${epsilon}`}</dd>
      <dt>${view.t({ zh: '成果形式', en: 'product forms' })}</dt>
      <dd>${productForms.map((form) => view.t(formTitles[form])).join(comma)}</dd>
      <dt>${view.t({ zh: '接收方', en: 'recipients' })}</dt>
      <dd>${recipients.join(comma)}</dd>
    </dl>`;
}

/** One interface: where it is called, by which keys, how often, and how a program does it. */
import { html } from 'hono/html';
import type { DocOf } from '#policies/procedure/lives.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { Json } from '../../client.ts';
import type { CallLine } from '../../products/calls.ts';
import type { Reader } from '../console.ts';
import { refused } from '../forms/refused.ts';
import { stateChip } from '../desk/document.ts';
import { chip, csrfField, moment, table, textOf, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { examples } from './examples.ts';

export type Product = DocOf<'product'> & { readonly api: NonNullable<DocOf<'product'>['api']> };
export type Key = Omit<DocOf<'apiKey'>, 'hash'>;

/** What the page has to say besides. */
export interface Told {
  readonly issued?: { readonly id: string; readonly key: string };
  readonly refusals?: readonly Refusal[];
}

export interface Shown {
  readonly product: Product;
  readonly keys: readonly Key[];
  readonly calls: readonly CallLine[];
  /** The description. */
  readonly described: Json;
  readonly origin: string;
  readonly told: Told;
}

export function productPage({ view, caller }: Reader, shown: Shown): Html {
  const { product, told } = shown;
  const isVendor = caller.role === 'vendor';
  const path = `/api/v1/export/products/${product.id}`;
  return html`${told.refusals ? refused(view, told.refusals) : ''} ${told.issued ? issued(view, told.issued.key) : ''}
    <p>${stateChip(view, 'product', product.state)} <code>${product.id}</code> · ${product.sourceStatement}</p>
    <dl>
      <dt>${view.t({ zh: '地址', en: 'address' })}</dt>
      <dd><code id="endpoint">${shown.origin}${path}/answers</code></dd>
      <dt>${view.t({ zh: '接口说明', en: 'description' })}</dt>
      <dd><a href="${path}/openapi.json">OpenAPI 3.1</a></dd>
      <dt>${view.t({ zh: '许可用途', en: 'licensed purpose' })}</dt>
      <dd>${product.licence.purpose}</dd>
      <dt>${view.t({ zh: '每密钥每日上限', en: 'calls per key and day' })}</dt>
      <dd>${product.api.callsPerDay}</dd>
      <dt>${view.t({ zh: '程序', en: 'program' })}</dt>
      <dd><code>${product.api.program}</code> <code>${product.api.hash.slice(0, 16)}</code></dd>
    </dl>
    ${answered(view, shown.described)} ${keyTable(view, shown)} ${isVendor ? issueForm(view, product) : ''}
    ${callTable(view, shown.calls, isVendor)} ${examples(view, shown)}`;
}

function issued(view: View, key: string): Html {
  return html`<section class="note" role="status" aria-labelledby="new-key-title">
    <h2 id="new-key-title">${view.t({ zh: '新密钥', en: 'The new key' })}</h2>
    <p><code id="new-key">${key}</code></p>
    <p>
      ${view.t({
        zh: '只显示这一次:平台只保存其哈希。请以安全方式交给该接收方。',
        en: 'Shown this once: only its hash is kept. Hand it to its recipient by a safe way.',
      })}
    </p>
  </section>`;
}

interface Answer {
  readonly parameters: Json;
  readonly export: string;
  readonly state: 'released' | 'suspended' | 'recalled' | 'expired';
}

function answered(view: View, described: Json): Html {
  const answers = (described['x-answered'] ?? []) as readonly Answer[];
  return html`<h2>${view.t({ zh: '可调用的参数组合', en: 'What is answered' })}</h2>
    ${table(view, {
      caption: view.t({ zh: '每个组合由最新一次出域的结果回答', en: 'Each combination by the newest release for it' }),
      head: [
        view.t({ zh: '参数', en: 'parameters' }),
        view.t({ zh: '出域', en: 'export' }),
        view.t({ zh: '状态', en: 'state' }),
      ],
      rows: answers.map((one) => [
        html`${Object.entries(one.parameters).map(([name, value]) => html`<code>${name}=${textOf(value)}</code> `)}`,
        html`<a href="/desk/check/exports/${one.export}">${one.export}</a>`,
        stateChip(view, 'export', one.state),
      ]),
    })}`;
}

function keyTable(view: View, { product, keys }: Shown): Html {
  return html`<h2 id="keys">${view.t({ zh: '密钥', en: 'Keys' })}</h2>
    ${table(view, {
      caption: view.t({
        zh: '每个接收方各持一个;只能调用本接口',
        en: 'One for each recipient; good for this interface only',
      }),
      head: [
        view.t({ zh: '接收方', en: 'recipient' }),
        view.t({ zh: '状态', en: 'state' }),
        view.t({ zh: '有效期至', en: 'until' }),
        view.t({ zh: '每日上限', en: 'calls per day' }),
        view.t({ zh: '撤销', en: 'revoke' }),
      ],
      rows: keys.map((key) => [
        html`${key.recipient}<br /><code>${key.id}</code>`,
        stateChip(view, 'apiKey', key.state),
        moment(view, key.until),
        key.callsPerDay,
        key.state === 'valid' ? revokeForm(view, product.id, key) : '',
      ]),
      numbers: [3],
    })}`;
}

function revokeForm(view: View, product: string, { id, recipient }: Key): Html {
  const reason = view.t({ zh: `撤销 ${recipient} 密钥的理由`, en: `Reason to revoke the key of ${recipient}` });
  return html`<form method="post" action="/desk/products/${product}/keys/${id}/revoke">
    ${csrfField(view)}
    <input
      name="reason"
      required
      maxlength="4000"
      aria-label="${reason}"
      placeholder="${view.t({ zh: '理由', en: 'reason' })}"
    />
    <button class="plain" aria-label="${view.t({ zh: `撤销 ${id}`, en: `Revoke ${id}` })}">
      ${view.t({ zh: '撤销', en: 'Revoke' })}
    </button>
  </form>`;
}

function issueForm(view: View, { id, licence, api, state }: Product): Html {
  if (state === 'withdrawn') return html``;
  return html`<form method="post" action="/desk/products/${id}/keys" class="command" aria-labelledby="issue-title">
    ${csrfField(view)}
    <h3 id="issue-title">${view.t({ zh: '发放密钥', en: 'Issue a key' })}</h3>
    <p class="field">
      <label for="recipient">${view.t({ zh: '接收方', en: 'Recipient' })}</label>
      <select id="recipient" name="recipient">
        ${licence.recipients.map((one) => html`<option>${one}</option>`)}
      </select>
    </p>
    <p class="field">
      <label for="calls">${view.t({ zh: '每日调用次数上限', en: 'Calls per day' })}</label>
      <input
        id="calls"
        name="callsPerDay"
        type="number"
        min="1"
        max="${api.callsPerDay}"
        value="${api.callsPerDay}"
        required
      />
    </p>
    <p class="field">
      <label for="days">${view.t({ zh: '有效天数', en: 'Days' })}</label>
      <input id="days" name="days" type="number" min="1" max="366" value="90" required />
    </p>
    <p><button>${view.t({ zh: '发放', en: 'Issue' })}</button></p>
  </form>`;
}

function callTable(view: View, calls: readonly CallLine[], isVendor: boolean): Html {
  const head = [view.t({ zh: '日期', en: 'day' }), ...(isVendor ? [view.t({ zh: '接收方', en: 'recipient' })] : [])];
  return html`<h2>${view.t({ zh: '调用量', en: 'Calls' })}</h2>
    ${table(view, {
      caption: view.t({
        zh: '按北京时间的日期;每日终了记入日志',
        en: 'By day of Asia/Shanghai; in the log when the day is over',
      }),
      head: [...head, view.t({ zh: '已回答', en: 'answered' }), view.t({ zh: '已拒绝', en: 'refused' })],
      rows: calls
        .slice(0, 100)
        .map(({ day, key = '', recipient = '', answered: count, refused: codes }) => [
          day,
          ...(isVendor ? [html`${recipient}<br /><code>${key}</code>`] : []),
          count,
          html`${Object.entries(codes).map(([code, times]) => html`${chip(view, { zh: code, en: code }, 'warn')} ${times} `)}`,
        ]),
      numbers: [isVendor ? 2 : 1],
    })}`;
}

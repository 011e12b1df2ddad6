/** All interfaces within reach, each with its address. */
import { html } from 'hono/html';
import type { Reader } from '../console.ts';
import { stateChip } from '../desk/document.ts';
import { table, type Html } from '../html.ts';
import type { Product } from './product-page.ts';

export function listPage({ view, caller }: Reader, products: readonly Product[]): Html {
  return html`<p>
      ${view.t({
        zh: '接口只回答已出域的结果:每个参数组合一张经核查、备案、签名的表。每次调用都按当时的协议、许可、期限与停用情况重新核对。',
        en: 'An interface answers with what has been released: for each combination of parameters one table, checked, filed and signed. Every call is judged anew by agreement, licence, term and stops.',
      })}
    </p>
    ${table(view, {
      caption: view.t({ zh: '接口', en: 'Interfaces' }),
      head: [
        view.t({ zh: '名称', en: 'title' }),
        view.t({ zh: '状态', en: 'state' }),
        view.t({ zh: '地址', en: 'address' }),
        view.t({ zh: '每密钥每日上限', en: 'calls per key and day' }),
      ],
      rows: products.map(({ id, title, state, api }) => [
        html`<a href="/desk/products/${id}">${title}</a>`,
        stateChip(view, 'product', state),
        html`<code>/api/v1/export/products/${id}/answers</code>`,
        api.callsPerDay,
      ]),
      numbers: [3],
    })}
    ${
      caller.role === 'vendor'
        ? html`<p>
              <a class="button" href="/desk/export/products/new">${view.t({ zh: '新建产品', en: 'New product' })}</a>
            </p>
            <p class="soft">
              ${view.t({
                zh: '形式选“数据接口”,填写已批准的程序及其哈希;由运营机构登记后即可调用。',
                en: 'Choose the form “data interface” and name the approved program with its hash. It answers when the operating institution has registered it.',
              })}
            </p>`
        : ''
    }`;
}

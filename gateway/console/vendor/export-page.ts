/** An export for its vendor: where it stands, the reason in general words only, its certificate, and what may be taken. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { VendorView } from '#policies/procedure/export-view.ts';
import { offersOf } from '../../access/offers.ts';
import type { Json } from '../../client.ts';
import { readerOf, show, showNothing, type Console, type Reader } from '../console.ts';
import { history, stateChip } from '../desk/document.ts';
import { commandLinks } from '../desk/things.ts';
import { hrefOf } from '../desk/words.ts';
import { table, textOf, type Html } from '../html.ts';
import { formTitles } from '../review/product-words.ts';
import type { View, ViewEnv } from '../view.ts';
import { clockTable } from './clocks.ts';
import { outcomeTitles } from './titles.ts';

export async function exportPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const found = await reader.api.call(`/check/exports/${encodeURIComponent(id)}`);
  if (!found.ok) return showNothing(c);
  const { view, caller } = reader;
  const doc = found.value as unknown as VendorView;
  const { product, state, outcome, remedy, reason } = doc;
  const body = html`<p>${stateChip(view, 'export', state)} <code>${id}</code> · ${view.t(formTitles[product.form])}</p>
    ${outcome ? html`<p class="note" role="status"><strong>${view.t(outcomeTitles[outcome])}</strong> ${remedy === undefined ? '' : html`<span lang="en">${remedy}</span>`}</p>` : ''}
    ${reason === undefined ? '' : html`<p class="refused">${reason}</p>`}
    ${commandLinks(view, offersOf(console.office, 'export', id, caller), id)}
    ${state === 'released' ? await downloads(reader, id) : ''} ${certificate(view, doc)} ${about(view, doc)}
    ${clockTable(view, console.office, { life: 'export', doc: found.value })} ${history(view, 'export', found.value)}`;
  return show(c, { title: { zh: `成果:${product.title}`, en: `Export: ${product.title}` }, stage: 'export', body });
}

/** The bundle has everything; each table by itself comes in the form that the request accepts. */
async function downloads({ view, api }: Reader, id: string): Promise<Html> {
  const told = await api.call(`/export/exports/${encodeURIComponent(id)}/tables`);
  const tables = told.ok ? (told.value['items'] as readonly Json[]) : [];
  const path = `/api/v1/export/exports/${encodeURIComponent(id)}`;
  const forms = [
    'text/csv',
    'application/vnd.apache.parquet',
    'application/vnd.apache.arrow.stream',
    'application/json',
  ];
  return html`<h2>${view.t({ zh: '下载', en: 'Downloads' })}</h2>
    <p>
      <a class="button" id="bundle" href="${path}/bundle" download
        >${view.t({ zh: '下载成果包(数据、证书、离线验证页)', en: 'The bundle: data, certificate, offline verification' })}</a
      >
    </p>
    ${table(view, {
      caption: view.t({ zh: '表', en: 'Tables' }),
      head: [view.t({ zh: '名称', en: 'name' }), view.t({ zh: '地址', en: 'address' })],
      rows: tables.map(({ name }) => [
        textOf(name),
        html`<a href="${path}/tables/${textOf(name)}"><code>${path}/tables/${textOf(name)}</code></a>`,
      ]),
    })}
    ${tables.length > 0 ? html`<p class="soft">${view.t({ zh: '请求头 accept 决定格式:', en: 'The header accept chooses the form: ' })}${forms.map((form) => html`<code>${form}</code> `)}</p>` : ''}`;
}

function certificate(view: View, { certificate: digest, files, filing, receipt }: VendorView): Html {
  if (filing === undefined && digest === undefined) return html``;
  return html`<h2>${view.t({ zh: '备案与证书', en: 'Filing and certificate' })}</h2>
    <dl>
      ${
        filing === undefined
          ? ''
          : html`<dt>${view.t({ zh: '备案号', en: 'filing' })}</dt>
              <dd>${filing}</dd>`
      }
      ${
        receipt === undefined
          ? ''
          : html`<dt>${view.t({ zh: '受理回执', en: 'accepted as' })}</dt>
              <dd>${receipt}</dd>`
      }
      ${
        digest === undefined
          ? ''
          : html`<dt>${view.t({ zh: '证书声明的 SHA-256', en: 'SHA-256 of the statement' })}</dt>
              <dd><code>${digest}</code></dd>`
      }
    </dl>
    ${
      files
        ? table(view, {
            caption: view.t({ zh: '已签名的文件', en: 'Signed files' }),
            head: [view.t({ zh: '文件', en: 'file' }), 'SHA-256'],
            rows: files.map(({ name, sha256 }) => [name, html`<code>${sha256}</code>`]),
          })
        : ''
    }
    <p><a href="/verify">${view.t({ zh: '在浏览器中验证证书', en: 'Verify the certificate in this browser' })}</a></p>`;
}

function about(view: View, { product }: VendorView): Html {
  const comma = view.t({ zh: '、', en: ', ' });
  return html`<h2>${view.t({ zh: '成果', en: 'The product' })}</h2>
    <dl>
      <dt>${view.t({ zh: '用途', en: 'purpose' })}</dt>
      <dd>${product.purpose}</dd>
      <dt>${view.t({ zh: '接收方', en: 'recipients' })}</dt>
      <dd>${product.recipients.join(comma)}</dd>
      <dt>${view.t({ zh: '数据来源说明', en: 'sources' })}</dt>
      <dd>${product.sourceStatement}</dd>
      <dt>${view.t({ zh: '运行', en: 'runs' })}</dt>
      <dd>${product.runs.map((run) => html`<a href="${hrefOf('run', run)}">${run}</a> `)}</dd>
    </dl>`;
}

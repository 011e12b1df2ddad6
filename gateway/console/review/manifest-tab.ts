/** Tab *manifest*: what leaves, under which hashes and certificate, how it was filed; and the release. */
import { html } from 'hono/html';
import type { Refusal } from '#policies/refusal.ts';
import { commandTitle } from '../desk/words.ts';
import { history } from '../desk/document.ts';
import { refused } from '../forms/refused.ts';
import { csrfField, table, type Html } from '../html.ts';
import type { Json } from '../../client.ts';
import type { View } from '../view.ts';
import type { Examined } from './examined.ts';

const commands = ['submit_filing', 'accept_filing', 'return_filing', 'recall'];

export function manifestTab({ view, doc, offers, caller }: Examined, refusals?: readonly Refusal[]): Html {
  const own = commands.filter((command) => offers.includes(command));
  return html`${refusals ? refused(view, refusals) : ''}
    <dl>
      <dt>${view.t({ zh: '产品', en: 'Product' })}</dt>
      <dd>${doc.product.title}</dd>
      <dt>${view.t({ zh: '用途', en: 'Purpose' })}</dt>
      <dd>${doc.product.purpose}</dd>
      <dt>${view.t({ zh: '接收方', en: 'Recipients' })}</dt>
      <dd>${doc.product.recipients.join(view.t({ zh: '、', en: ', ' }))}</dd>
      <dt>${view.t({ zh: '来源声明', en: 'Statement of sources' })}</dt>
      <dd>${doc.product.sourceStatement}</dd>
      <dt>${view.t({ zh: '协议', en: 'Agreement' })}</dt>
      <dd><a href="/desk/propose/agreements/${doc.agreement}">${doc.agreement}</a></dd>
      <dt>${view.t({ zh: '备案号', en: 'Number of the filing' })}</dt>
      <dd>${doc.filing ?? view.t({ zh: '尚未报送', en: 'not filed yet' })}</dd>
      <dt>${view.t({ zh: '备案回执', en: 'Receipt of the agency' })}</dt>
      <dd>${doc.receipt ?? view.t({ zh: '尚未接受', en: 'not accepted yet' })}</dd>
    </dl>
    ${hashes(view, doc)} ${files(view, doc)} ${certificate(view, doc)}
    ${own.length > 0 ? links(view, { id: doc.id, own }) : ''}
    ${caller.role === 'operator' && doc.state === 'filed' ? releaseForm(view, doc.id) : ''}
    <h2>${view.t({ zh: '办理过程', en: 'What happened' })}</h2>
    ${history(view, 'export', doc as unknown as Json)}`;
}

function hashes(view: View, { results, report }: Examined['doc']): Html {
  return table(view, {
    caption: view.t({ zh: '提交的结果', en: 'Results as submitted' }),
    head: [view.t({ zh: '运行', en: 'run' }), view.t({ zh: '结果承诺', en: 'commitment of the result' })],
    rows: [
      ...results.map(({ run, resultHash }) => [run, html`<code>${resultHash}</code>`]),
      ...(report === undefined ? [] : [[view.t({ zh: '报告', en: 'report' }), html`<code>${report}</code>`]]),
    ],
  });
}

/** Hashes of files stand here once they left: the hash of a small file would tell it before. */
function files(view: View, doc: Examined['doc']): Html {
  if (!doc.files)
    return html`<p class="soft">
      ${view.t({
        zh: '文件哈希在出域时写入:小文件的哈希会泄露其内容。',
        en: 'Hashes of files are written with the release: that of a small file would tell what it holds.',
      })}
    </p>`;
  return table(view, {
    caption: view.t({ zh: '文件', en: 'Files' }),
    head: [view.t({ zh: '文件', en: 'file' }), 'SHA-256'],
    rows: doc.files.map(({ name, sha256 }) => [name, html`<code>${sha256}</code>`]),
  });
}

function certificate(view: View, doc: Examined['doc']): Html {
  if (!doc.certificate) return html``;
  return html`<h2>${view.t({ zh: '证书', en: 'Certificate' })}</h2>
    <dl>
      <dt>${view.t({ zh: '声明摘要', en: 'Digest of the statement' })}</dt>
      <dd><code>${doc.certificate}</code></dd>
      <dt>${view.t({ zh: '申请出域', en: 'Release asked by' })}</dt>
      <dd>${doc.askedBy ?? '–'}</dd>
    </dl>
    <p>
      <a class="button plain" href="/verify">${view.t({ zh: '验证证书', en: 'Verify a certificate' })}</a>
      <a class="button plain" href="/api/v1/audit/exports/${doc.id}/status"
        >${view.t({ zh: '现状证明', en: 'Proof of its present state' })}</a
      >
    </p>`;
}

function links(view: View, { id, own }: { readonly id: string; readonly own: readonly string[] }): Html {
  return html`<ul class="actions">
    ${own.map(
      (command) =>
        html`<li>
          <a class="button" href="/desk/export/exports/${id}/${command}">${commandTitle(view, command)}</a>
        </li>`,
    )}
  </ul>`;
}

/** The record has the release before the domain hands out a byte. */
function releaseForm(view: View, id: string): Html {
  return html`<section aria-labelledby="release-title">
    <h2 id="release-title">${view.t({ zh: '出域', en: 'Release' })}</h2>
    <p>
      ${view.t({
        zh: '备案已接受。出域前再次与全部既往成果比对;通过后写入日志,签发证书,数据商即可下载。',
        en: 'The filing is accepted. It is held against every earlier release once more; then the record has the release, the certificate is signed and the vendor may download.',
      })}
    </p>
    <form method="post" action="/desk/check/exports/${id}/release">
      ${csrfField(view)}
      <button class="button">${view.t({ zh: '签发并出域', en: 'Sign and release' })}</button>
    </form>
  </section>`;
}

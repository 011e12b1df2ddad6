/** Filings that wait for the agency: each with its evidence, what to read before, and the step itself. @see AO-22-2 */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Export } from '#policies/procedure/export-doc.ts';
import { offersOf } from '../../access/offers.ts';
import { readerOf, show, type Console, type Reader } from '../console.ts';
import { commandLinks } from '../desk/things.ts';
import { table, type Html } from '../html.ts';
import { said, saidAll } from '../public/items.ts';
import type { View, ViewEnv } from '../view.ts';
import { actorLink, idCode, stateMark, thingLink, traceHref } from './items.ts';
import { linesIn } from './ledger.ts';
import { modeTitles, verdictTitles } from './words.ts';

export function filingRoutes(app: Hono<ViewEnv>, console: Console): void {
  app.get('/filings', async (c) => {
    const reader = readerOf(c, console);
    const { view } = reader;
    const lines = await linesIn(reader, 'filing_submitted');
    const parts = await Promise.all(lines.map(async ({ id, mode }) => filing(reader, console, { id, mode })));
    const nothing = view.t({ zh: '没有待受理的备案。', en: 'No filing waits.' });
    const body = lines.length === 0 ? html`<p class="empty">${nothing}</p>` : html`${parts}`;
    return show(c, { title: { zh: '待受理备案', en: 'Filings to accept' }, stage: 'export', body });
  });
}

interface Waiting {
  readonly id: string;
  readonly mode: string;
}

async function filing({ view, caller, api }: Reader, { office }: Console, { id, mode }: Waiting): Promise<Html> {
  const found = await api.call(`/check/exports/${encodeURIComponent(id)}`);
  if (!found.ok) return html``;
  const doc = found.value as unknown as Export;
  const offers = offersOf(office, 'export', id, caller).filter(({ stage }) => stage === 'export');
  return html`<section class="filing" aria-labelledby="filing-${id}">
    <h2 id="filing-${id}">${said(view, doc.product.title)} <small>${said(view, doc.filing ?? '')}</small></h2>
    <p>${stateMark(view, 'export', doc.state)} ${idCode(id)}</p>
    ${facts(view, doc, mode)} ${judged(view, doc)}
    <ul class="links">
      <li><a href="${traceHref(`export/${id}`)}">${view.t({ zh: '追溯来源', en: 'Trace its sources' })}</a></li>
      <li><a href="/desk/reports/R08">R08 ${view.t({ zh: '出域情况报告', en: 'exports' })}</a></li>
      <li><a href="/desk/reports/R10">R10 ${view.t({ zh: '异常情况报告', en: 'irregularities' })}</a></li>
      <li>
        <a href="/desk/check/exports/${encodeURIComponent(id)}"
          >${view.t({ zh: '全部内容', en: 'Everything in it' })}</a
        >
      </li>
    </ul>
    ${commandLinks(view, offers, id)}
  </section>`;
}

function facts(view: View, { vendor, agreement, product }: Export, mode: string): Html {
  return html`<dl>
    <dt>${view.t({ zh: '数据商', en: 'Vendor' })}</dt>
    <dd>${vendor}</dd>
    <dt>${view.t({ zh: '协议', en: 'Agreement' })}</dt>
    <dd>${thingLink(view, `agreement/${agreement}`)}</dd>
    <dt>${view.t({ zh: '用途', en: 'Purpose' })}</dt>
    <dd>${said(view, product.purpose)}</dd>
    <dt>${view.t({ zh: '接收方', en: 'Recipients' })}</dt>
    <dd>${saidAll(view, product.recipients)}</dd>
    <dt>${view.t({ zh: '数值', en: 'Numbers' })}</dt>
    <dd>${view.t(modeTitles[mode] ?? { zh: mode, en: mode })}</dd>
    <dt>${view.t({ zh: '运行', en: 'Runs' })}</dt>
    <dd>${product.runs.map((run) => thingLink(view, `run/${run}`))}</dd>
  </dl>`;
}

/** What machine and people said of it. */
function judged(view: View, { check, findings, votes, exception }: Export): Html {
  const items = check?.items ?? [];
  const count = (verdict: string) => items.filter((item) => item.verdict === verdict).length;
  const rows = (['pass', 'notice', 'fail', 'open'] as const).map((verdict) => [
    view.t(verdictTitles[verdict]),
    count(verdict),
  ]);
  return html`<div class="beside">
      ${table(view, {
        caption: view.t({ zh: '核查项', en: 'Items of the check' }),
        head: [view.t({ zh: '结论', en: 'verdict' }), view.t({ zh: '项数', en: 'items' })],
        numbers: [1],
        rows: items.length === 0 ? [] : rows,
      })}
      ${table(view, {
        caption: view.t({ zh: '披露风险发现', en: 'Findings' }),
        head: [view.t({ zh: '规则', en: 'rule' }), view.t({ zh: '结论', en: 'verdict' })],
        rows: findings.map(({ code, verdict }) => [html`<code>${code}</code>`, view.t(verdictTitles[verdict])]),
      })}
      ${table(view, {
        caption: view.t({ zh: '复核人', en: 'Reviewers' }),
        head: [view.t({ zh: '人员', en: 'who' }), view.t({ zh: '意见', en: 'said' })],
        rows: votes.map(({ by, decision, comment }) => [
          actorLink(view, { ...by }),
          html`${view.t(decisions[decision])} <small>${said(view, comment)}</small>`,
        ]),
      })}
    </div>
    ${exception ? html`<p class="note">${view.t({ zh: '经例外批准放行。', en: 'Passed by an exception.' })}</p>` : ''}`;
}

const decisions = {
  pass: { zh: '通过', en: 'pass' },
  change: { zh: '退回修改', en: 'change' },
  reject: { zh: '不予通过', en: 'reject' },
} as const;

/** What stands above every tab of a release review: what it is about, how it stands, and the way to the others. */
import { html, raw } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import { stateChip } from '../desk/document.ts';
import { chip, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { riskOf, riskTitles, riskTones, type Examined } from './examined.ts';
import { formTitles } from './product-words.ts';

export const tabs = ['table', 'history', 'model', 'decision', 'manifest'] as const;
export type Tab = (typeof tabs)[number];

/** How the tabs are called. */
export const tabTitles: Readonly<Record<Tab, Title>> = {
  table: { zh: '表', en: 'Table' },
  history: { zh: '历史比对', en: 'History' },
  model: { zh: '模型与程序', en: 'Model and program' },
  decision: { zh: '决定', en: 'Decision' },
  manifest: { zh: '清单与备案', en: 'Manifest and filing' },
};

/** The address of a tab. */
export function tabHref(id: string, tab: Tab, run?: string): string {
  const path = `/desk/check/exports/${encodeURIComponent(id)}${tab === 'table' ? '' : `/${tab}`}`;
  return run === undefined ? path : `${path}?run=${encodeURIComponent(run)}`;
}

/** @param run that is looked at, so that the other tabs are of the same */
export function reviewHead({ view, doc }: Examined, tab: Tab, run?: string): Html {
  const { product, findings, vendor, id } = doc;
  const risk = riskOf(findings);
  return html`<p class="facts">
      <code>${id}</code> ${stateChip(view, 'export', doc.state)} ${chip(view, riskTitles[risk], riskTones[risk])}
      <span
        >${view.t({ zh: '数据商', en: 'Vendor' })} <a href="/desk/propose/registrations/${vendor}">${vendor}</a></span
      >
      <span>${view.t(formTitles[product.form])}</span>
      <span>${view.t({ zh: '场景', en: 'Scenario' })} ${product.scenario}</span>
      <span>${product.recipients.join(view.t({ zh: '、', en: ', ' }))}</span>
    </p>
    <nav class="tabs" aria-label="${view.t({ zh: '核查页签', en: 'Parts of the review' })}">
      <ul>
        ${tabs.map(
          (one) =>
            html`<li>
              <a href="${tabHref(id, one, run)}" ${raw(one === tab ? 'aria-current="page"' : '')}
                >${view.t(tabTitles[one])}</a
              >
            </li>`,
        )}
      </ul>
    </nav>`;
}

/** Where an export has several runs: one of them at a time. */
export function runLinks(
  view: View,
  { id, tab, runs, run }: { id: string; tab: Tab; runs: readonly string[]; run: string },
): Html {
  if (runs.length < 2) return html``;
  return html`<nav aria-label="${view.t({ zh: '运行', en: 'Runs' })}">
    <ul>
      ${runs.map(
        (one) =>
          html`<li><a href="${tabHref(id, tab, one)}" ${raw(one === run ? 'aria-current="true"' : '')}>${one}</a></li>`,
      )}
    </ul>
  </nav>`;
}

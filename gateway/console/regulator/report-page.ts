/** A report to read and to print: who owes it to whom, over which period, by which formulas; each printed page says which report it is of. */
import { html } from 'hono/html';
import type { Report, Section } from '#policies/procedure/reports/report.ts';
import { page } from '../frame.ts';
import { moment, table, type Html } from '../html.ts';
import { languageOf, type Lang, type View } from '../view.ts';
import { roleOf } from './items.ts';

export function reportBody(view: View, { id, title, by, to, source, period, profile, sections }: Report): Html {
  const names = to.map((role) => roleOf(view, role)).join(view.t({ zh: '、', en: ', ' }));
  return html`<article class="report">
    <p class="running" aria-hidden="true">
      Sluice · ${id} ${view.t(title)} · ${period.from.slice(0, 10)} – ${period.to.slice(0, 10)}
    </p>
    <dl>
      <dt>${view.t({ zh: '报送', en: 'From' })}</dt>
      <dd>${roleOf(view, by)}</dd>
      <dt>${view.t({ zh: '接收', en: 'To' })}</dt>
      <dd>${names}</dd>
      <dt>${view.t({ zh: '期间', en: 'Period' })}</dt>
      <dd>${moment(view, period.from)} – ${moment(view, period.to)} (${view.t({ zh: '不含', en: 'excluded' })})</dd>
      <dt>${view.t({ zh: '依据', en: 'Rests on' })}</dt>
      <dd>${source}</dd>
      <dt>${view.t({ zh: '规则', en: 'Profile' })}</dt>
      <dd><code>${profile}</code></dd>
    </dl>
    ${sections.map((section) => sectionOf(view, section))}
  </article>`;
}

function sectionOf(view: View, { title, columns, rows, formula }: Section): Html {
  const numbers = columns.flatMap((_, at) =>
    rows.length > 0 && rows.every((row) => typeof row[at] === 'number') ? [at] : [],
  );
  return html`<section>
    <h2>${view.t(title)}</h2>
    ${formula === undefined ? '' : html`<p>${view.t({ zh: '公式', en: 'Formula' })} <code>${formula}</code></p>`}
    ${table(view, {
      caption: view.t(title),
      head: columns.map((column) => view.t(column)),
      numbers,
      rows: rows.map((row) => row.map((cell) => cell)),
    })}
  </section>`;
}

/** The same as an answer of the API, which knows nobody's choices but his language. */
export function reportDocument(report: Report, accepted: string | undefined): Promise<Html> {
  const lang: Lang = languageOf(accepted?.trim().slice(0, 2));
  const view: View = {
    lang,
    theme: undefined,
    viewer: undefined,
    nonce: '',
    path: '/',
    csrf: '',
    t: (title) => title[lang],
  };
  const title = { zh: `${report.id} ${report.title.zh}`, en: `${report.id} ${report.title.en}` };
  return page(view, { title, stage: 'audit', body: reportBody(view, report) });
}

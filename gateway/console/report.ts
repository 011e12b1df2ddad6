/** A report as a page: to read, and to print. */
import { html } from 'hono/html';
import type { Report, Section } from '#policies/procedure/reports/report.ts';
import { roleTitles } from '#policies/procedure/roles.ts';
import { page, table, type Html } from './page.ts';

export function reportPage({ id, title, by, to, source, period, profile, sections }: Report): Html {
  const body = html`<p>
      <span lang="zh">${roleTitles[by].zh} → ${to.map((role) => roleTitles[role].zh).join('、')}</span><br />
      ${roleTitles[by].en} to ${to.map((role) => roleTitles[role].en).join(', ')}
    </p>
    <p>${period.from} – ${period.to}; rests on ${source}; profile ${profile}</p>
    ${sections.map(sectionOf)}`;
  return page({ title: `${id} ${title.en} ${title.zh}`, stage: 'audit', body });
}

function sectionOf({ title, columns, rows, formula }: Section): Html {
  const caption = `${title.en} ${title.zh}`;
  return html`${formula === undefined ? '' : html`<p><code>${formula}</code></p>`}
  ${table({ caption, head: columns.map(({ zh, en }) => `${en} ${zh}`), rows })}`;
}

/** What anybody reads of a catalog entry: on what terms, whom to ask, whether it is disputed, what its versions changed, its columns. */
import { html } from 'hono/html';
import type { CatalogEntryDoc } from '#policies/procedure/catalog-entry-doc.ts';
import { table, type Html } from './page.ts';

/** @param disputes how many objections mark it */
export function entryPage(doc: CatalogEntryDoc, disputes: number): Html {
  const mark = html`<p class="disputed">
    <strong>异议处理中 · Disputed</strong>: ${disputes} objections being looked at.
  </p>`;
  return html`${disputes > 0 ? mark : ''}${terms(doc)}
    <p>P output · G group key · A inside aggregates · J join key · F filter · X never.</p>
    ${columns(doc)}${versions(doc)}`;
}

function terms({ entry }: CatalogEntryDoc): Html {
  const { opening } = entry;
  if (!opening) return html``;
  const { contact } = opening;
  const rows = [
    ['主题 theme', opening.theme],
    ['摘要 summary', opening.summary],
    ['格式 format', opening.format],
    ['开放属性 attribute', [entry.attribute, ...opening.grounds].join(', ')],
    ['更新频率 updated', entry.updateCycle],
    ['开放条件 conditions', opening.conditions.join(';')],
    ['监管措施 supervision', opening.supervision.join(';')],
    ['联系人 contact', [contact.unit, contact.person, contact.phone].join(' ')],
  ] as const;
  return table({ caption: `Version ${entry.version}`, head: ['', ''], rows });
}

function columns({ entry }: CatalogEntryDoc): readonly Html[] {
  return entry.tables.map((item) =>
    table({
      caption: `${item.name} — about ${item.volume} rows`,
      head: ['column', '名称', 'title', 'type', 'grade', 'rule', 'may be grouped by'],
      rows: item.columns.map((column) => [
        html`<code>${column.name}</code>`,
        column.title.zh,
        column.title.en,
        column.type,
        column.grade,
        column.rule.join(','),
        (column.coarsen ?? [])
          .map((way) =>
            way.by === 'bands' ? `${way.max} bands` : way.by === 'prefix' ? `first ${way.length}` : way.by,
          )
          .join(', '),
      ]),
    }),
  );
}

function versions({ history = [] }: CatalogEntryDoc): Html {
  if (history.length === 0) return html``;
  const rows = history.flatMap(({ version, at, changes }) =>
    changes.map(({ path, kind, from = '', to = '' }) => [version, at.slice(0, 10), path, kind, from, to]),
  );
  return table({ caption: 'What each version changed', head: ['version', 'on', 'where', 'how', 'from', 'to'], rows });
}

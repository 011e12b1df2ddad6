/** The published entries, those that a word finds, and what changed last. A plain form: it works without JavaScript. */
import { html } from 'hono/html';
import { findEntries } from '#policies/catalog/find-entries.ts';
import { isPublished } from '#policies/procedure/catalog-entry-doc.ts';
import type { CatalogChangeKind } from '#policies/procedure/catalog-feed.ts';
import { catalogChanges } from '../catalog-changes.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';
import { table, type Html } from './page.ts';

/** @param q what was searched for, as it came */
export function catalogPage(office: Office, q: string): Html {
  const published = loadAll(office.record.read, 'catalogEntry').filter(isPublished);
  const entries = findEntries(
    published.map(({ entry }) => entry),
    { q },
  );
  const found = table({
    caption: q.trim() === '' ? 'Published entries' : `Found ${entries.length} of ${published.length} published entries`,
    head: ['entry', '名称', 'title', 'department', 'attribute', 'units', 'columns'],
    rows: entries.map((entry) => [
      html`<a href="/catalog/${entry.id}">${entry.id}</a>`,
      entry.title.zh,
      entry.title.en,
      entry.department,
      entry.attribute,
      [...new Set(entry.tables.flatMap((item) => item.units.map((unit) => unit.space)))].join(', ') || 'none',
      entry.tables.reduce((sum, item) => sum + item.columns.length, 0),
    ]),
  });
  return html`<form method="get" action="/catalog" role="search">
      <label for="q">Titles, tables and columns <span lang="zh">目录检索</span></label>
      <input type="search" id="q" name="q" maxlength="200" value="${q}" />
      <button type="submit">Search <span lang="zh">检索</span></button>
    </form>
    ${found} ${changes(office)}`;
}

const kinds: Record<CatalogChangeKind, string> = {
  published: '发布 published',
  revised: '更新 revised',
  withdrawn: '撤回 withdrawn',
  retired: '下架 retired',
  disputed: '异议处理中 disputed',
  dispute_ended: '异议已处理 dispute ended',
};

function changes(office: Office): Html {
  const last = catalogChanges(office).slice(-10);
  return html`${table({
      caption: 'Last changes 目录变更',
      head: ['number', 'on', 'entry', 'what', 'version'],
      rows: last.map(({ seq, at, entry, event, version }) => [seq, at.slice(0, 10), entry, kinds[event], version]),
    })}
    <p>
      Whoever has an account subscribes by asking <code>GET /api/v1/catalog/changes?after=</code> with the number of the
      last change that he has.
    </p>`;
}

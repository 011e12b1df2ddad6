/** The published entries, those that a word finds, and what changed last. A plain form: it works without JavaScript. */
import { html } from 'hono/html';
import type { CatalogEntry, OpenAttribute, Title } from '#policies/catalog/entry.ts';
import { findEntries } from '#policies/catalog/find-entries.ts';
import { isPublished, publicEntry } from '#policies/procedure/catalog-entry-doc.ts';
import type { CatalogChangeKind } from '#policies/procedure/catalog-feed.ts';
import { disputesOf } from '#policies/procedure/disputed.ts';
import { catalogChanges } from '../../catalog-changes.ts';
import { loadAll } from '../../load.ts';
import type { Office } from '../../office.ts';
import { choiceField, idCode } from '../regulator/items.ts';
import { pagesOf } from '../paging.ts';
import { chip, table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { attributeTitles, cycleTitles } from './catalog-words.ts';
import { said } from './items.ts';

/** As it came in the address. */
export interface CatalogAsked {
  readonly q: string;
  readonly department: string;
  readonly attribute: string;
  readonly after: string | undefined;
}

const perPage = 50;

export function catalogPage(view: View, office: Office, asked: CatalogAsked): Html {
  const { read } = office.record;
  const published = loadAll(read, 'catalogEntry')
    .filter(isPublished)
    .map((doc) => publicEntry(doc).entry);
  const found = findEntries(published, {
    q: asked.q,
    ...(asked.department !== '' && { department: asked.department }),
    ...(isAttribute(asked.attribute) && { attribute: asked.attribute }),
  });
  const begin = asked.after === undefined ? 0 : found.findIndex(({ id }) => id === asked.after) + 1;
  const shown = found.slice(begin, begin + perPage);
  const next = begin + perPage < found.length ? shown.at(-1)?.id : undefined;
  return html`${searchForm(view, asked, published)}
  ${entriesTable(view, office, { shown, count: [found.length, published.length] })}
  ${pagesOf(view, { next, isFirst: asked.after === undefined })} ${changes(view, office)}`;
}

function isAttribute(text: string): text is OpenAttribute {
  return Object.hasOwn(attributeTitles, text);
}

function searchForm(view: View, { q, department, attribute }: CatalogAsked, entries: readonly CatalogEntry[]): Html {
  const departments = [...new Set(entries.map((entry) => entry.department))].toSorted();
  const any = ['', view.t({ zh: '全部', en: 'All' })] as const;
  const attributes = Object.entries(attributeTitles).map(([one, title]) => [one, view.t(title)] as const);
  return html`<form class="filter" method="get" action="/catalog" role="search">
    <span class="pick wide">
      <label for="q">${view.t({ zh: '名称、表、列', en: 'Titles, tables and columns' })}</label>
      <input type="search" id="q" name="q" maxlength="200" value="${q}" />
    </span>
    ${choiceField({ name: 'department', label: view.t({ zh: '部门', en: 'Department' }), value: department, options: [any, ...departments.map((one) => [one, one] as const)] })}
    ${choiceField({ name: 'attribute', label: view.t({ zh: '开放属性', en: 'Openness' }), value: attribute, options: [any, ...attributes] })}
    <button type="submit">${view.t({ zh: '检索', en: 'Search' })}</button>
  </form>`;
}

interface Shown {
  readonly shown: readonly CatalogEntry[];
  /** Of how many. */
  readonly count: readonly [found: number, all: number];
}

function entriesTable(view: View, { record: { read } }: Office, { shown, count: [found, all] }: Shown): Html {
  const objections = loadAll(read, 'objection');
  return table(view, {
    caption: view.t({ zh: `${all} 个已发布条目,检索到 ${found} 个`, en: `Found ${found} of ${all} published entries` }),
    head: [
      view.t({ zh: '编号', en: 'entry' }),
      view.t({ zh: '名称', en: 'title' }),
      view.t({ zh: '摘要', en: 'about' }),
      view.t({ zh: '部门', en: 'department' }),
      view.t({ zh: '开放属性', en: 'openness' }),
      view.t({ zh: '更新', en: 'updated' }),
      view.t({ zh: '主体', en: 'units' }),
      view.t({ zh: '列数', en: 'columns' }),
    ],
    numbers: [7],
    rows: shown.map((entry) => [
      html`<a href="/catalog/${entry.id}">${entry.id}</a>
        ${disputesOf(entry.id, objections).length > 0 ? chip(view, { zh: '异议处理中', en: 'disputed' }, 'warn') : ''}`,
      view.t(entry.title),
      said(view, entry.opening?.summary ?? ''),
      html`<code>${entry.department}</code>`,
      view.t(attributeTitles[entry.attribute]),
      view.t(cycleTitles[entry.updateCycle]),
      [...new Set(entry.tables.flatMap((item) => item.units.map((unit) => unit.space)))].join(', ') ||
        view.t({ zh: '无', en: 'none' }),
      entry.tables.reduce((sum, item) => sum + item.columns.length, 0),
    ]),
  });
}

const kinds: Record<CatalogChangeKind, Title> = {
  published: { zh: '发布', en: 'published' },
  revised: { zh: '更新', en: 'revised' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  retired: { zh: '下架', en: 'retired' },
  disputed: { zh: '异议处理中', en: 'disputed' },
  dispute_ended: { zh: '异议已处理', en: 'dispute ended' },
};

function changes(view: View, office: Office): Html {
  const last = catalogChanges(office).slice(-10).toReversed();
  return html`${table(view, {
      caption: view.t({ zh: '目录变更', en: 'Last changes' }),
      head: [
        view.t({ zh: '日志序号', en: 'number' }),
        view.t({ zh: '日期', en: 'on' }),
        view.t({ zh: '条目', en: 'entry' }),
        view.t({ zh: '变更', en: 'what' }),
        view.t({ zh: '版本', en: 'version' }),
      ],
      numbers: [0, 4],
      rows: last.map(({ seq, at, entry, event, version }) => [
        seq,
        at.slice(0, 10),
        idCode(entry),
        view.t(kinds[event]),
        version,
      ]),
    })}
    <p>
      ${view.t({ zh: '订阅变更(需账户):', en: 'To follow the changes, with an account:' })}
      <code>GET /api/v1/catalog/changes?after=</code>
    </p>`;
}

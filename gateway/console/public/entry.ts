/** What anybody reads of a catalog entry: on what terms, whom to ask, whether it is disputed, its dictionary, made-up rows, what its versions changed. */
import { html } from 'hono/html';
import type { CatalogEntry, Coarsening, Column, Domain, Table } from '#policies/catalog/entry.ts';
import type { CatalogEntryDoc } from '#policies/procedure/catalog-entry-doc.ts';
import { table, type Cell, type Html } from '../html.ts';
import type { View } from '../view.ts';
import {
  attributeTitles,
  changeTitles,
  cycleTitles,
  gradeTitles,
  meaningTitles,
  ruleTitles,
  secretTitles,
  tagTitles,
} from './catalog-words.ts';
import { said, saidAll } from './items.ts';

export interface EntryTold {
  readonly doc: CatalogEntryDoc;
  /** How many objections mark it. */
  readonly disputes: number;
  /** Made-up rows of each table, by its name. */
  readonly previews: ReadonlyMap<string, Html>;
}

export function entryPage(view: View, { doc, disputes, previews }: EntryTold): Html {
  const { entry } = doc;
  return html`${disputes > 0 ? disputed(view, disputes) : ''} ${terms(view, entry)} ${use(view, entry)}
    <p id="rules">
      ${view.t({ zh: '列规则:', en: 'Column rules: ' })}
      ${Object.entries(ruleTitles).map(([rule, title]) => html`<code>${rule}</code> ${view.t(title)} `)}
    </p>
    ${entry.tables.map((item) => dictionary(view, item, previews.get(item.name)))} ${versions(view, doc)}
    ${voices(view, entry)}`;
}

function disputed(view: View, count: number): Html {
  return html`<p class="refused" role="note">
    <strong>${view.t({ zh: '异议处理中', en: 'Disputed' })}</strong>:
    ${view.t({ zh: `${count} 件异议正在处理。`, en: `${count} objections being looked at.` })}
  </p>`;
}

function terms(view: View, entry: CatalogEntry): Html {
  const { opening } = entry;
  const line = (zh: string, en: string, value: Cell) =>
    html`<dt>${view.t({ zh, en })}</dt>
      <dd>${value}</dd>`;
  return html`<dl>
    ${line('编号', 'Id', html`<code class="id">${entry.id}</code>`)} ${line('版本', 'Version', entry.version)}
    ${line('部门', 'Department', html`<code>${entry.department}</code>`)}
    ${line('开放属性', 'Openness', view.t(attributeTitles[entry.attribute]))}
    ${line('更新频率', 'Updated', view.t(cycleTitles[entry.updateCycle]))}
    ${
      entry.secrets.length > 0
        ? line(
            '涉及',
            'Touches',
            entry.secrets.map((flag) => view.t(secretTitles[flag])).join(view.t({ zh: '、', en: ', ' })),
          )
        : ''
    }
    ${
      opening
        ? html`${line('主题', 'Theme', said(view, opening.theme))}
          ${line('摘要', 'Summary', said(view, opening.summary))} ${line('格式', 'Format', said(view, opening.format))}
          ${line('理由', 'Grounds', opening.grounds.length > 0 ? saidAll(view, opening.grounds) : '–')}
          ${line('开放条件', 'Conditions', saidAll(view, opening.conditions))}
          ${line('监管措施', 'Supervision', saidAll(view, opening.supervision))}
          ${line('联系人', 'Contact', said(view, [opening.contact.unit, opening.contact.person, opening.contact.phone].join(' ')))}`
        : ''
    }
  </dl>`;
}

/** What a reader may do with it from here. */
function use(view: View, { id, tables }: CatalogEntry): Html {
  return html`<ul class="links">
    ${tables.map(
      ({ name }) =>
        html`<li>
          <a href="/simulate/${name}"
            >${view.t({ zh: '仿真数据可信度', en: 'What to believe of its simulation data' })} <code>${name}</code></a
          >
        </li>`,
    )}
    <li>
      <a href="/desk/simulation-data?entry=${id}"
        >${view.t({ zh: '下载仿真数据(数据商)', en: 'Download simulation data (vendors)' })}</a
      >
    </li>
  </ul>`;
}

function dictionary(view: View, item: Table, preview: Html | undefined): Html {
  const hasQuality = item.columns.some(({ quality }) => quality);
  return html`<h2>${view.t(item.title)} <code>${item.name}</code></h2>
    <p>
      ${view.t({ zh: `约 ${item.volume} 行;主键`, en: `About ${item.volume} rows; primary key` })}
      <code>${item.primaryKey.join(', ')}</code>${units(view, item)}
    </p>
    ${table(view, {
      caption: view.t({ zh: '数据字典', en: 'Dictionary' }),
      head: [
        view.t({ zh: '列', en: 'column' }),
        view.t({ zh: '名称', en: 'title' }),
        view.t({ zh: '类型', en: 'type' }),
        view.t({ zh: '含义', en: 'meaning' }),
        view.t({ zh: '级别', en: 'grade' }),
        view.t({ zh: '分类', en: 'kind' }),
        view.t({ zh: '规则', en: 'rule' }),
        view.t({ zh: '取值', en: 'values' }),
        view.t({ zh: '分组方式', en: 'may be grouped by' }),
        ...(hasQuality ? [view.t({ zh: '已知缺失', en: 'known to be missing' })] : []),
      ],
      rows: item.columns.map((column) => [...columnRow(view, column), ...(hasQuality ? [quality(column)] : [])]),
    })}
    ${preview ?? ''}`;
}

function units(view: View, { units: all }: Table): Html {
  if (all.length === 0) return html`${view.t({ zh: ';不涉及主体。', en: '; about no unit.' })}`;
  return html`${view.t({ zh: ';主体', en: '; units' })}
  ${all.map(({ space, column }) => html`<code>${space}</code> (<code>${column}</code>) `)}`;
}

function columnRow(view: View, column: Column): readonly Cell[] {
  const { name, title, type, semantic, grade, tag, rule, domain, coarsen = [] } = column;
  return [
    html`<code>${name}</code>`,
    view.t(title),
    html`<code>${type}</code>`,
    view.t(meaningTitles[semantic]),
    view.t(gradeTitles[grade]),
    view.t(tagTitles[tag]),
    html`<code>${rule.join(' ')}</code>`,
    domain ? valuesOf(view, domain) : '',
    coarsen.map((way) => coarsening(view, way)).join(view.t({ zh: '、', en: ', ' })),
  ];
}

function quality({ quality: known }: Column): string {
  return known?.missing === undefined ? '' : `${(100 * known.missing).toFixed(1)} %`;
}

const mostValues = 8;

function valuesOf(view: View, domain: Domain): Html {
  if (domain.kind !== 'codes') return html`${domain.lo} – ${domain.hi}`;
  const { values } = domain;
  const shown = said(view, values.slice(0, mostValues).join(', '));
  const more = values.length - mostValues;
  return more > 0
    ? html`${shown} <small>${view.t({ zh: `等 ${values.length} 个`, en: `and ${more} more` })}</small>`
    : shown;
}

function coarsening(view: View, way: Coarsening): string {
  switch (way.by) {
    case 'bands':
      return view.t({ zh: `至多 ${way.max} 段`, en: `${way.max} bands` });
    case 'prefix':
      return view.t({ zh: `前 ${way.length} 位`, en: `first ${way.length}` });
    case 'year':
      return view.t({ zh: '年', en: 'year' });
    case 'quarter':
      return view.t({ zh: '季度', en: 'quarter' });
    case 'month':
      return view.t({ zh: '月', en: 'month' });
  }
}

function versions(view: View, { history = [] }: CatalogEntryDoc): Html {
  if (history.length === 0) return html``;
  return table(view, {
    caption: view.t({ zh: '各版本的变化', en: 'What each version changed' }),
    head: [
      view.t({ zh: '版本', en: 'version' }),
      view.t({ zh: '日期', en: 'on' }),
      view.t({ zh: '位置', en: 'where' }),
      view.t({ zh: '方式', en: 'how' }),
      view.t({ zh: '由', en: 'from' }),
      view.t({ zh: '至', en: 'to' }),
    ],
    numbers: [0],
    rows: history.flatMap(({ version, at, changes }) =>
      changes.map(({ path, kind, from = '', to = '' }) => [
        version,
        at.slice(0, 10),
        html`<code>${path}</code>`,
        view.t(changeTitles[kind]),
        said(view, from),
        said(view, to),
      ]),
    ),
  });
}

function voices(view: View, { id }: CatalogEntry): Html {
  return html`<h2>${view.t({ zh: '提出需求或异议', en: 'Ask for data, or object' })}</h2>
    <p>
      ${view.t({
        zh: '公众、数据主体与数据商均可提出;登录后填写。',
        en: 'The public, data subjects and vendors may; one signs in first.',
      })}
    </p>
    <ul class="actions">
      <li>
        <a class="button plain" href="/voice?entry=${id}"
          >${view.t({ zh: '需求与异议', en: 'Demands and objections' })}</a
        >
      </li>
    </ul>`;
}

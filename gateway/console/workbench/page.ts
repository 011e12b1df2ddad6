/** The workbench: texts and settings at the left, what the rules say at the right, what simulation data says below. One form, with or without a script. */
import { html, raw } from 'hono/html';
import type { CatalogEntry, Title } from '#policies/catalog/entry.ts';
import type { Treatment } from '#policies/disclosure/release-settings.ts';
import { csrfField, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { modes, type Asked, type Mode } from './asked.ts';
import { knownFrom } from './catalog.ts';
import type { KnownTable, TextName } from './wire.ts';

export interface Shown {
  readonly asked: Asked;
  readonly entries: readonly CatalogEntry[];
  /** Whether the texts come from a form or an address: then they are newer than what the browser keeps. */
  readonly isSent: boolean;
  readonly forecast: Html;
  readonly result: Html;
  readonly says: string;
  readonly propose: Html;
}

export function workbenchPage(view: View, shown: Shown): Html {
  const { asked, isSent, forecast, result, says } = shown;
  return html`${tabs(view, asked.mode)}
    <form
      id="workbench"
      class="bench"
      method="post"
      action="/workbench"
      data-person="${view.viewer?.person ?? ''}"
      data-mode="${asked.mode}"
      data-sent="${isSent ? 'yes' : 'no'}"
      data-lang="${view.lang}"
    >
      ${csrfField(view)}
      <input type="hidden" name="mode" value="${asked.mode}" />
      <div class="texts">
        ${texts(view, asked)} ${keys(view)} ${settings(view, asked)} ${catalogBrowser(view, shown)}
        <p class="deeds">
          <button id="run" name="do" value="run">
            ${view.t({ zh: '在仿真数据上运行', en: 'Run on simulation data' })}
          </button>
          <button id="check" class="plain" name="do" value="check">${view.t({ zh: '检查', en: 'Check' })}</button>
          <kbd>Ctrl/⌘ + Enter</kbd>
        </p>
        <p id="says" role="status">${says}</p>
        ${resultSection(view, result)}
      </div>
      <section class="forecast" id="forecast" aria-labelledby="forecast-title">
        <h2 id="forecast-title">${view.t({ zh: '预判', en: 'Forecast' })}</h2>
        <div id="forecast-body">${forecast}</div>
        ${shown.propose}
      </section>
    </form>`;
}

function resultSection(view: View, result: Html): Html {
  return html`<section id="result" aria-labelledby="result-title">
    <h2 id="result-title">${view.t({ zh: '仿真结果', en: 'Result on simulation data' })}</h2>
    <p id="stale" class="note" hidden>
      ${view.t({ zh: '文本已改动,以下是改动前的结果。', en: 'The text has changed since this was run.' })}
    </p>
    <div id="result-body">${result}</div>
  </section>`;
}

const modeTitles: Record<Mode, Title> = {
  sql: { zh: 'SQL 查询', en: 'SQL query' },
  program: { zh: '程序', en: 'Program' },
};

function tabs(view: View, here: Mode): Html {
  return html`<nav class="tabs" aria-label="${view.t({ zh: '写什么', en: 'What is written' })}">
    <ul class="links">
      ${modes.map(
        (mode) =>
          html`<li>
            <a href="/workbench?mode=${mode}" ${raw(mode === here ? 'aria-current="page"' : '')}
              >${view.t(modeTitles[mode])}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

function texts(view: View, asked: Asked): Html {
  const sql = editor(view, {
    name: 'sql',
    title: { zh: 'SQL', en: 'SQL' },
    text: asked.sql,
    rows: asked.mode === 'sql' ? 14 : 7,
  });
  if (asked.mode === 'sql') return sql;
  return html`${sql}
  ${editor(view, { name: 'source', title: { zh: '程序 main.ts', en: 'Program main.ts' }, text: asked.source, rows: 14 })}
  ${editor(view, { name: 'manifest', title: { zh: '声明 sluice.json', en: 'Declarations sluice.json' }, text: asked.manifest, rows: 10 })}`;
}

interface Editor {
  readonly name: TextName;
  readonly title: Title;
  readonly text: string;
  readonly rows: number;
}

function editor(view: View, { name, title, text, rows }: Editor): Html {
  return html`<div class="field editor" data-editor="${name}">
    <label id="${name}-label" for="${name}">${view.t(title)}</label>
    <textarea
      id="${name}"
      name="${name}"
      rows="${rows}"
      spellcheck="false"
      autocapitalize="off"
      autocomplete="off"
      aria-describedby="keys"
    >
${text}</textarea>
  </div>`;
}

function keys(view: View): Html {
  return html`<p id="keys" class="soft">
    ${view.t({
      zh: '编辑器内:Tab 缩进;先按 Esc 再按 Tab 离开编辑器;Ctrl+空格 补全;F8 跳到下一处问题。',
      en: 'In the editor: Tab indents; press Esc, then Tab to leave it; Ctrl+Space completes; F8 goes to the next problem.',
    })}
  </p>`;
}

function settings(view: View, asked: Asked): Html {
  if (asked.mode === 'program')
    return html`<p class="soft">
      ${view.t({ zh: '通道、价格和输出在 sluice.json 中声明;多于一个源文件时请用', en: 'Lane, price and outputs are declared in sluice.json; for more than one source file use' })}
      <code>sluice program test</code>.
    </p>`;
  return html`<fieldset class="lane">
      <legend>${view.t({ zh: '通道', en: 'Lane' })}</legend>
      ${radio(view, { value: 'exact', title: { zh: '精确:按规则隐藏单元格', en: 'Exact: rules hide cells' }, now: asked.lane })}
      ${radio(view, { value: 'private', title: { zh: '隐私:加噪声,按价扣减预算', en: 'Private: noise, at a price' }, now: asked.lane })}
      <span class="inline">
        <label for="epsilon">ε</label>
        <input id="epsilon" name="epsilon" inputmode="decimal" size="6" value="${asked.epsilon}" />
      </span>
    </fieldset>
    <details class="settings" ${raw(isPlain(asked) ? '' : 'open')}>
      <summary>${view.t({ zh: '发布设置与参数', en: 'Release settings and parameters' })}</summary>
      <div class="grid2">
        ${choice(view, { name: 'profile', title: { zh: '风险等级(精确)', en: 'Risk profile (exact)' }, options: profiles, now: asked.profile })}
        ${choice(view, { name: 'treatment', title: { zh: '处理方式(精确)', en: 'Treatment (exact)' }, options: treatmentTitles, now: asked.treatment })}
        ${number({ name: 'base', title: view.t({ zh: '取整基数', en: 'Rounding base' }), now: asked.base })}
        ${number({ name: 'maxGroupsPerUnit', title: view.t({ zh: '每主体至多几组(隐私)', en: 'Groups per unit, at most (private)' }), now: asked.maxGroupsPerUnit })}
        ${number({ name: 'maxRowsPerUnit', title: view.t({ zh: '每主体至多几条(隐私)', en: 'Rows per unit, at most (private)' }), now: asked.maxRowsPerUnit })}
      </div>
      <p class="field">
        <label for="parameters"
          >${view.t({ zh: '参数及其全部取值', en: 'Parameters, each with all its values' })}</label
        >
        <textarea
          id="parameters"
          name="parameters"
          rows="2"
          spellcheck="false"
          placeholder="district = '440103', '440104'"
        >
${asked.parameters}</textarea>
        <small
          >${view.t({ zh: '每行一个;查询中写作 $district,检查和运行时取第一个值', en: 'One in each line; $district in the query; its first value is used here' })}</small
        >
      </p>
    </details>`;
}

function isPlain({ profile, treatment, base, maxGroupsPerUnit, maxRowsPerUnit, parameters }: Asked): boolean {
  return (
    profile === 'standard' &&
    treatment === 'suppress' &&
    base === '5' &&
    `${maxGroupsPerUnit}${maxRowsPerUnit}${parameters}`.trim() === ''
  );
}

const profiles: Readonly<Record<string, Title>> = {
  open: { zh: '宽松', en: 'open' },
  standard: { zh: '标准', en: 'standard' },
  sensitive: { zh: '敏感', en: 'sensitive' },
};

const treatmentTitles: Record<Treatment, Title> = {
  suppress: { zh: '隐藏单元格', en: 'hide cells' },
  controlled_rounding: { zh: '受控取整', en: 'controlled rounding' },
  small_count_rounding: { zh: '小计数取整', en: 'round small counts' },
  cell_key: { zh: '单元格密钥扰动', en: 'cell-key noise' },
};

function radio(
  view: View,
  { value, title, now }: { readonly value: string; readonly title: Title; readonly now: string },
): Html {
  return html`<label class="yes">
    <input type="radio" name="lane" id="lane-${value}" value="${value}" ${raw(value === now ? 'checked' : '')} />
    ${view.t(title)}
  </label>`;
}

interface Choice {
  readonly name: string;
  readonly title: Title;
  readonly options: Readonly<Record<string, Title>>;
  readonly now: string;
}

function choice(view: View, { name, title, options, now }: Choice): Html {
  return html`<p class="field">
    <label for="${name}">${view.t(title)}</label>
    <select id="${name}" name="${name}">
      ${Object.entries(options).map(
        ([value, says]) =>
          html`<option value="${value}" ${raw(value === now ? 'selected' : '')}>${view.t(says)}</option>`,
      )}
    </select>
  </p>`;
}

function number({ name, title, now }: { readonly name: string; readonly title: string; readonly now: string }): Html {
  return html`<p class="field">
    <label for="${name}">${title}</label>
    <input id="${name}" name="${name}" inputmode="numeric" value="${now}" />
  </p>`;
}

/** The same as the completion knows, for who reads rather than types. */
function catalogBrowser(view: View, { entries, asked }: Shown): Html {
  const { tables } = knownFrom(view, entries);
  return html`<details class="tables">
    <summary>${view.t({ zh: `目录中的 ${tables.length} 张表`, en: `${tables.length} tables of the catalog` })}</summary>
    ${tables.map((table) => tableDetails(view, table, asked.mode))}
  </details>`;
}

function tableDetails(view: View, { name, title, about, columns }: KnownTable, mode: Mode): Html {
  const start = view.t({ zh: '以此表开始', en: 'Begin with it' });
  return html`<details>
    <summary><code>${name}</code> ${title}</summary>
    <p class="soft">
      ${about}
      ${mode === 'sql' ? html`· <a href="/workbench?table=${name}">${start}<span class="out"> ${name}</span></a>` : ''}
    </p>
    <dl class="columns">
      ${columns.map(
        (column) =>
          html`<dt><code>${column.name}</code> <small>${column.type}</small></dt>
            <dd>${column.title} <small>${column.about.join(' · ')}</small></dd>`,
      )}
    </dl>
  </details>`;
}

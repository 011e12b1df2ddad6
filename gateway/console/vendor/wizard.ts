/** The application for one scenario, step by step on one form: what for, which columns and why, in which form, how it is kept safe. */
import { html, raw } from 'hono/html';
import { formTitles } from '../review/product-words.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { ProductForm } from '#policies/procedure/fields.ts';
import { refused } from '../forms/refused.ts';
import { rowCount, type Sent } from '../forms/values.ts';
import { csrfField, type Html } from '../html.ts';
import type { View } from '../view.ts';

export const wizardTitle = { zh: '场景使用申请', en: 'Application for a scenario' };
export const wizardPath = '/desk/propose/applications/new';

export interface Wizard {
  readonly sent: Sent;
  readonly refusals?: readonly Refusal[];
  /** Of the application that is edited. */
  readonly id?: string;
}

export function wizardPage(view: View, { sent, refusals, id }: Wizard): Html {
  const action = id === undefined ? wizardPath : `/desk/propose/applications/${encodeURIComponent(id)}/edit`;
  const one = (path: string) => sent.get(path)?.[0] ?? '';
  return html`${refusals ? refused(view, refusals) : ''}
    <p>
      ${view.t({ zh: '一个场景一份申请。列和理由可从', en: 'One scenario, one application. Columns and reasons can be taken from a text in the' })}
      <a href="/workbench">${view.t({ zh: '开发台', en: 'workbench' })}</a>${view.t({ zh: '的查询带入。', en: '.' })}
    </p>
    <form method="post" action="${action}" class="command wizard">
      ${csrfField(view)}
      ${step(
        view,
        1,
        { zh: '场景与目的', en: 'Scenario and purpose' },
        html` ${line(view, { path: 'request.scenario.title', title: { zh: '场景名称', en: 'Name of the scenario' }, value: one('request.scenario.title') })}
        ${line(view, { path: 'request.scenario.id', title: { zh: '场景编号', en: 'Id of the scenario' }, value: one('request.scenario.id'), hint: { zh: '字母开头,授权、运行和成果都带此编号', en: 'begins with a letter; grants, runs and exports carry it' } })}
        ${text(view, { path: 'request.purpose.text', title: { zh: '使用目的', en: 'Purpose' }, value: one('request.purpose.text') })}
        ${text(view, { path: 'request.purpose.legalBasis', title: { zh: '法律依据', en: 'Legal basis' }, value: one('request.purpose.legalBasis') })}`,
      )}
      ${step(
        view,
        2,
        { zh: '所需数据', en: 'Data' },
        html`${datasets(view, sent)}
        ${text(view, { path: 'request.rowScope', title: { zh: '记录范围', en: 'Which rows' }, value: one('request.rowScope'), rows: 2 })}`,
      )}
      ${step(
        view,
        3,
        { zh: '成果与期限', en: 'Products and term' },
        html`${forms(view, sent.get('request.productForms') ?? [])}
          <div class="grid2">
            ${date(view, { path: 'request.term.from', title: { zh: '自', en: 'From' }, value: one('request.term.from') })}
            ${date(view, { path: 'request.term.to', title: { zh: '至(不含)', en: 'Until (excluded)' }, value: one('request.term.to') })}
          </div>`,
      )}
      ${step(
        view,
        4,
        { zh: '安全措施与区级数据', en: 'Safety, and data of a district' },
        html` ${text(view, { path: 'request.securityMeasures', title: { zh: '安全措施', en: 'Security measures' }, value: one('request.securityMeasures') })}
        ${line(view, { path: 'request.district', title: { zh: '区主管部门(仅限区级数据)', en: 'District authority (for data of one district)' }, value: one('request.district'), optional: true })}`,
      )}
      <p>
        <button name="do" value="draft" class="plain">${view.t({ zh: '保存草稿', en: 'Save as a draft' })}</button>
        <button name="do" value="submit">${view.t({ zh: '保存并提交', en: 'Save and submit' })}</button>
      </p>
    </form>`;
}

interface Named {
  readonly zh: string;
  readonly en: string;
}

function step(view: View, number: number, title: Named, inside: Html): Html {
  return html`<fieldset>
    <legend>${number}. ${view.t(title)}</legend>
    ${inside}
  </fieldset>`;
}

interface Input {
  readonly path: string;
  readonly title: Named;
  readonly value: string;
  readonly hint?: Named;
  readonly optional?: boolean;
  readonly rows?: number;
}

function line(view: View, { path, title, value, hint, optional = false }: Input): Html {
  return html`<p class="field">
    <label for="${path}">${view.t(title)}</label>
    <input id="${path}" name="${path}" value="${value}" maxlength="200" ${raw(optional ? '' : 'required')} />
    ${hint ? html`<small>${view.t(hint)}</small>` : ''}
  </p>`;
}

function text(view: View, { path, title, value, rows = 3 }: Input): Html {
  return html`<p class="field">
    <label for="${path}">${view.t(title)}</label>
    <textarea id="${path}" name="${path}" rows="${rows}" maxlength="4000" required>${value}</textarea>
  </p>`;
}

function date(view: View, { path, title, value }: Input): Html {
  return html`<p class="field">
    <label for="${path}">${view.t(title)}</label>
    <input type="date" id="${path}" name="${path}" value="${value.slice(0, 10)}" required />
  </p>`;
}

/** Each table with its columns; a row more of either is asked for by a button, and what stays empty is left out. */
function datasets(view: View, sent: Sent): Html {
  const more = sent.get('_more') ?? [];
  const many = Math.max(1, rowCount(sent, 'request.datasets') + (more.includes('request.datasets') ? 1 : 0));
  return html`${Array.from({ length: many }, (_, at) => dataset(view, sent, at))}
    <button class="plain" name="_more" value="request.datasets" formnovalidate>
      ${view.t({ zh: '再添加一张表', en: 'Another table' })}
    </button>`;
}

function dataset(view: View, sent: Sent, at: number): Html {
  const path = `request.datasets.${at}`;
  const columns = `${path}.columns`;
  const asked = (sent.get('_more') ?? []).includes(columns) ? 1 : 0;
  const many = Math.max(1, rowCount(sent, columns) + asked);
  const one = (name: string) => sent.get(`${path}.${name}`)?.[0] ?? '';
  const place = (name: string, title: Named) =>
    html`<p class="field">
      <label for="${path}.${name}">${view.t(title)}</label>
      <input id="${path}.${name}" name="${path}.${name}" value="${one(name)}" />
    </p>`;
  return html`<fieldset class="row">
    <legend>${view.t({ zh: '数据表', en: 'Table' })} ${at + 1}</legend>
    <div class="grid2">
      ${place('entry', { zh: '目录条目', en: 'Catalog entry' })} ${place('table', { zh: '表', en: 'Table' })}
    </div>
    <table class="columns">
      <caption>
        ${view.t({ zh: '列与必要性理由', en: 'Columns, and why nothing less would do' })}
      </caption>
      <thead>
        <tr>
          <th scope="col">${view.t({ zh: '列', en: 'Column' })}</th>
          <th scope="col">${view.t({ zh: '理由', en: 'Reason' })}</th>
        </tr>
      </thead>
      <tbody>
        ${Array.from({ length: many }, (_, row) => columnRow(view, sent, `${columns}.${row}`, row + 1))}
      </tbody>
    </table>
    <button class="plain" name="_more" value="${columns}" formnovalidate>
      ${view.t({ zh: '再添加一列', en: 'Another column' })}
    </button>
  </fieldset>`;
}

function columnRow(view: View, sent: Sent, path: string, number: number): Html {
  const one = (name: string) => sent.get(`${path}.${name}`)?.[0] ?? '';
  const labels = {
    name: view.t({ zh: `第 ${number} 列`, en: `Column ${number}` }),
    reason: view.t({ zh: `第 ${number} 列的理由`, en: `Reason for column ${number}` }),
  };
  return html`<tr>
    <td><input name="${path}.name" value="${one('name')}" aria-label="${labels.name}" /></td>
    <td><input name="${path}.reason" value="${one('reason')}" maxlength="4000" aria-label="${labels.reason}" /></td>
  </tr>`;
}

function forms(view: View, chosen: readonly string[]): Html {
  return html`<fieldset class="row">
    <legend>${view.t({ zh: '成果形式', en: 'Forms of the product' })}</legend>
    <div class="grid2">
      ${(Object.keys(formTitles) as ProductForm[]).map(
        (form) =>
          html`<label class="yes">
            <input
              type="checkbox"
              name="request.productForms"
              value="${form}"
              ${raw(chosen.includes(form) ? 'checked' : '')}
            />
            ${view.t(formTitles[form])}
          </label>`,
      )}
    </div>
  </fieldset>`;
}

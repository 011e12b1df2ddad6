/** The API to read: what there is on one page, and a page for each section with fields, an example, and what may be refused. */
import { html } from 'hono/html';
import { roleTitles } from '#policies/procedure/roles.ts';
import { table, type Html } from '../console/html.ts';
import type { View } from '../console/view.ts';
import { addressOf, curlOf } from './curl.ts';
import { templateOf } from './openapi.ts';
import type { Operation, Section } from './operation.ts';
import { operations, sections } from './operations.ts';
import { statusesOf } from './refused.ts';
import { rowsOf } from './schema-rows.ts';
import { sectionTitles } from './section-titles.ts';

/** What holds for all of it, and every operation by section. */
export function referenceIndex(view: View): Html {
  return html`<p>
      ${view.t({
        zh: 'JSON 请求与应答;每个拒绝都是 application/problem+json,带有代码、位置、依据和补救办法。',
        en: 'JSON in and out; every refusal is application/problem+json with a code, a place, its source and what to do.',
      })}
      <a href="/openapi.json">OpenAPI 3.1</a>
    </p>
    <p>
      ${view.t({ zh: '以账户令牌访问:', en: 'With the token of an account: ' })}<code>Authorization: Bearer …</code>
    </p>
    ${sections.map((section) => sectionIndex(view, section))}`;
}

function sectionIndex(view: View, section: Section): Html {
  const rows = operationsOf(section).map((operation) => [
    html`<a href="/api/${section}#${operation.id}">${view.t(operation.title)}</a>`,
    html`<code>${operation.method.toUpperCase()} ${templateOf(operation.path)}</code>`,
  ]);
  const head = [view.t({ zh: '操作', en: 'operation' }), view.t({ zh: '路径', en: 'path' })];
  return html`<h2 id="${section}"><a href="/api/${section}">${both(sectionTitles[section])}</a></h2>
    ${table(view, { caption: view.t(sectionTitles[section]), head, rows })}`;
}

/** Every operation of a section in full. */
export function referenceSection(view: View, section: Section): Html {
  return html`<p><a href="/api">${view.t({ zh: '全部接口', en: 'the whole API' })}</a></p>
    ${operationsOf(section).map((operation) => operationPart(view, operation))}`;
}

function operationsOf(section: Section): readonly Operation[] {
  return operations.filter((operation) => operation.section === section);
}

function operationPart(view: View, operation: Operation): Html {
  const { id, title, summary, method, path } = operation;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${both(title)}</h2>
    <p><code>${method.toUpperCase()} ${templateOf(path)}</code></p>
    <p>${summary}</p>
    <dl>
      <dt>${view.t({ zh: '谁可以', en: 'who' })}</dt>
      <dd>${whoOf(view, operation)}</dd>
      <dt>id</dt>
      <dd><code>${id}</code></dd>
      <dt>${view.t({ zh: '应答', en: 'answers' })}</dt>
      <dd>${operation.answers.map(({ status, media }) => html`<div>${status} <code>${media}</code></div>`)}</dd>
      <dt>${view.t({ zh: '拒绝', en: 'refusals' })}</dt>
      <dd>${refusalsOf(operation)}</dd>
    </dl>
    ${fields(view, operation)} ${exampleOf(view, operation)}
  </section>`;
}

function whoOf(view: View, { who }: Operation): string {
  if (who === 'anybody') return view.t({ zh: '任何人,无需账户', en: 'anybody, without an account' });
  return (who ?? []).map((role) => view.t(roleTitles[role])).join(view.lang === 'zh' ? '、' : ', ');
}

function refusalsOf(operation: Operation): Html {
  const lines = [...statusesOf(operation)].map(
    ([status, codes]) =>
      html`<div>${status} ${codes.map((code) => html`<a href="/problems/${code}"><code>${code}</code></a> `)}</div>`,
  );
  return html`${lines}`;
}

function fields(view: View, { query, body, title }: Operation): Html {
  const parts = [
    ...(query ? [[{ zh: `查询参数:${title.zh}`, en: `Query: ${title.en}` }, query] as const] : []),
    ...(body ? [[{ zh: `请求正文:${title.zh}`, en: `Body: ${title.en}` }, body] as const] : []),
  ];
  const head = [
    view.t({ zh: '字段', en: 'field' }),
    view.t({ zh: '类型', en: 'type' }),
    view.t({ zh: '必填', en: 'required' }),
  ];
  return html`${parts.map(([caption, schema]) => {
    const rows = rowsOf(schema, 'input').map(({ name, type, required }) => [
      html`<code>${name}</code>`,
      html`<code>${type}</code>`,
      required ? view.t({ zh: '是', en: 'yes' }) : '',
    ]);
    return table(view, { caption: view.t(caption), head, rows });
  })}`;
}

function exampleOf(view: View, operation: Operation): Html {
  const { example, method, path } = operation;
  const answer = example?.answer;
  return html`<h3>${view.t({ zh: '示例', en: 'example' })}</h3>
    <pre tabindex="0" aria-label="${`${method.toUpperCase()} ${addressOf(operation)}`}">${curlOf(operation)}</pre>
    ${
      answer === undefined
        ? ''
        : html`<pre tabindex="0" aria-label="${view.t({ zh: '应答', en: 'answer' })} ${path}">
${JSON.stringify(answer, undefined, 2)}</pre>`
    }`;
}

function both({ zh, en }: { readonly zh: string; readonly en: string }): Html {
  return html`<span lang="zh-CN">${zh}</span> <span lang="en">${en}</span>`;
}

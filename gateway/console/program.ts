/** A program for those who review it: its source file by file, what it may hand out, the bundle that runs, and what was found of both. */
import { html } from 'hono/html';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import type { Program } from '#policies/procedure/program-doc.ts';
import type { Result, Script } from '#policies/program/script.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import type { Outcome } from '#policies/refusal.ts';
import { page } from './frame.ts';
import { table, type Html } from './html.ts';
import type { View } from './view.ts';

/** @param verified whether the domain's bundler makes this bundle of this source, and the lint finds nothing; undefined without a script */
export function programPage(
  view: View,
  { id, hash, content }: Program,
  verified: Outcome<void> | undefined,
): Promise<Html> {
  const { title, queries, script } = content;
  const body = html`<p><code>${id}</code>, ${view.t({ zh: '文本哈希', en: 'content' })} <code>${hash}</code></p>
    ${queries.map(
      ({ name, sql }) =>
        html`<h2>${view.t({ zh: '查询', en: 'Query' })} ${name}</h2>
          <pre>${sql}</pre>`,
    )}
    ${script && verified ? scriptOf(view, { content, script, verified }) : ''}`;
  return page(view, { title: { zh: title, en: title }, stage: 'review', body });
}

interface Reviewed {
  readonly content: ProgramContent;
  readonly script: Script;
  readonly verified: Outcome<void>;
}

function scriptOf(view: View, { content: { lane = 'exact' }, script, verified }: Reviewed): Html {
  const { mode, entry, files, bundle, lock } = script;
  const libraries = lock.libraries.map(({ name, version, sha256 }) => [name, version, html`<code>${sha256}</code>`]);
  return html`<h2>${view.t({ zh: '输出约定', en: 'What it may hand out' })}</h2>
    <p>
      ${view.t({
        zh: `模式 ${mode},${lane === 'exact' ? '精确' : '隐私'}通道。此外一律不出域,文本只能来自其输入。`,
        en: `Mode ${mode}, ${lane} lane. Nothing else leaves, and no text but those of its input.`,
      })}
    </p>
    ${mode === 'tables' ? columnsOf(view, script) : resultsOf(view, script.results)}
    <h2>${view.t({ zh: '打包与静态检查', en: 'Bundle and lint' })}</h2>
    ${findingOf(view, verified)}
    ${files.map(
      ({ path, text }) =>
        html`<h2>${path}${path === entry ? view.t({ zh: '(入口)', en: ' (entry)' }) : ''}</h2>
          <pre>${text}</pre>`,
    )}
    <h2>${view.t({ zh: '实际运行的脚本', en: 'What runs' })}</h2>
    <details>
      <summary>
        ${view.t({ zh: `打包结果,${bundle.length} 字符`, en: `Bundle of ${bundle.length} characters` })},
        <code>${contentHash(bundle)}</code>
      </summary>
      <pre>${bundle}</pre>
    </details>
    <p>${view.t({ zh: '打包工具', en: 'Made by' })} esbuild ${lock.esbuild}</p>
    ${table(view, {
      caption: view.t({ zh: '程序库', en: 'Libraries' }),
      head: [view.t({ zh: '名称', en: 'library' }), view.t({ zh: '版本', en: 'version' }), 'sha256'],
      rows: libraries,
    })}`;
}

function findingOf(view: View, verified: Outcome<void>): Html {
  if (verified.ok)
    return html`<p>
      ${view.t({
        zh: '打包结果与源码一致,静态检查无发现。',
        en: 'The bundle is what this source makes, and the lint finds nothing.',
      })}
    </p>`;
  return table(view, {
    caption: view.t({ zh: '发现', en: 'Found' }),
    head: [view.t({ zh: '代码', en: 'code' }), view.t({ zh: '内容与位置', en: 'what and where' })],
    rows: verified.refusals.map(({ code, detail }) => [html`<a href="/problems/${code}">${code}</a>`, detail]),
  });
}

function resultsOf(view: View, results: readonly Result[]): Html {
  return table(view, {
    caption: view.t({ zh: '结果', en: 'Results' }),
    head: [
      view.t({ zh: '名称', en: 'name' }),
      view.t({ zh: '个数', en: 'numbers' }),
      view.t({ zh: '下限', en: 'from' }),
      view.t({ zh: '上限', en: 'to' }),
      view.t({ zh: '最细步长', en: 'finest step' }),
    ],
    numbers: [1, 2, 3, 4],
    rows: results.map(({ name, length, lo, hi, step }) => [html`<code>${name}</code>`, length, lo, hi, step]),
  });
}

function columnsOf(view: View, { table: { columns, maxRows } }: Extract<Script, { mode: 'tables' }>): Html {
  return table(view, {
    caption: view.t({ zh: `列,至多 ${maxRows} 行`, en: `Columns, at most ${maxRows} rows` }),
    head: [view.t({ zh: '名称', en: 'name' }), view.t({ zh: '内容', en: 'holds' })],
    rows: columns.map((column) => [
      html`<code>${column.name}</code>`,
      column.kind === 'text'
        ? view.t({ zh: `${column.from} 中的文本`, en: `a text of ${column.from}` })
        : view.t({
            zh: column.digits ? `数字,${column.digits} 位有效数字` : '数字',
            en: column.digits ? `a number, ${column.digits} digits` : 'a number',
          }),
    ]),
  });
}

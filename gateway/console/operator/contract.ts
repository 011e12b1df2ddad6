/** What a program may hand out, as its reviewers read it: outputs, columns, numbers with their ranges. */
import { html } from 'hono/html';
import { columnsOf, type Output } from '#policies/procedure/output-contract.ts';
import type { Program } from '#policies/procedure/program-doc.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';

export function contract(view: View, { outputs, content }: Program): Html {
  const declared = outputs ?? content.outputs;
  return html`${declared.map((output) => outputTable(view, output))} ${results(view, content)}
  ${parameters(view, content)}`;
}

function outputTable(view: View, output: Output): Html {
  const columns = output.kind === 'table' || output.kind === 'api' ? columnsOf(output) : [];
  const most = 'maxRows' in output && output.maxRows !== undefined ? `, ≤ ${output.maxRows}` : '';
  const caption = `${output.name}: ${output.kind}${most}`;
  if (columns.length === 0) return html`<p>${caption}</p>`;
  return table(view, {
    caption,
    head: [
      view.t({ zh: '列', en: 'column' }),
      view.t({ zh: '类型', en: 'type' }),
      view.t({ zh: '角色', en: 'role' }),
      view.t({ zh: '有效数字', en: 'digits' }),
      view.t({ zh: '取值', en: 'values' }),
    ],
    numbers: [3],
    rows: columns.map(({ name, type, role, digits, values }) => [
      name,
      type,
      role,
      digits ?? '–',
      values?.join(', ') ?? '–',
    ]),
  });
}

/** Numbers of a program: their range and the finest grid that leaves. */
function results(view: View, { script }: Program['content']): Html {
  if (!script || script.mode === 'tables') return html``;
  return table(view, {
    caption: view.t({ zh: `程序结果(${script.mode})`, en: `Results of the program (${script.mode})` }),
    head: [
      view.t({ zh: '名称', en: 'name' }),
      view.t({ zh: '个数', en: 'numbers' }),
      view.t({ zh: '下限', en: 'from' }),
      view.t({ zh: '上限', en: 'to' }),
      view.t({ zh: '最细步长', en: 'finest step' }),
    ],
    numbers: [1, 2, 3, 4],
    rows: script.results.map(({ name, length, lo, hi, step }) => [name, length, lo, hi, step]),
  });
}

function parameters(view: View, { parameters: declared }: Program['content']): Html {
  if (declared.length === 0) return html``;
  return html`<details>
    <summary>${view.t({ zh: '参数', en: 'Parameters' })}</summary>
    <pre>${JSON.stringify(declared, undefined, 2)}</pre>
  </details>`;
}

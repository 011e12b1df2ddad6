/** What simulation data cannot tell about the real rows, of the tables and columns that a text reads. */
import { html } from 'hono/html';
import type { Explanation } from '#sandbox/door.ts';
import type { Office } from '../../office.ts';
import { fidelityOfTable } from '../../simulation/fidelity.ts';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';

/** Pairs named in one line. */
const mostPairs = 4;

export function fidelityNote(view: View, office: Office, { tables, used }: Explanation): Html {
  return html`<h4>${view.t({ zh: '仿真数据不能说明什么', en: 'What simulation cannot tell' })}</h4>
    <ul>
      ${tables.map((name) => html`<li>${tableNote(view, office, { name, used })}</li>`)}
    </ul>`;
}

function tableNote(
  view: View,
  office: Office,
  { name, used }: { readonly name: string; readonly used: readonly string[] },
): Html {
  const found = fidelityOfTable(office, name);
  if (!found.ok) return html`<code>${name}</code>`;
  const { level, columns, pairs } = found.value;
  const link = html`<a href="/simulate/${name}"><code>${name}</code></a>`;
  if (level === 0)
    return html`${link}
    ${view.t({
      zh: '由目录直接生成:类型、键和取值范围属实,分布与关联均为编造;显示与隐藏的数量会不同。',
      en: 'made from the catalog alone: types, keys and domains hold, frequencies and relations are invented; how much is hidden will differ.',
    })}`;
  const own = used.filter((column) => column.startsWith(`${name}.`)).map((column) => column.slice(name.length + 1));
  const read = columns
    .filter(({ column, standing }) => own.includes(column) && standing !== 'key')
    .map(({ column }) => column);
  const known = new Set(pairs.map((pair) => pair.columns.toSorted().join('\n')));
  const apart = read
    .flatMap((a, at) => read.slice(at + 1).map((b) => [a, b].toSorted()))
    .filter((pair) => !known.has(pair.join('\n')));
  const named = apart
    .slice(0, mostPairs)
    .map((pair) => pair.join(' × '))
    .join(view.t({ zh: '、', en: ', ' }));
  return html`${link} ${view.t({ zh: '由带噪声的拟合模型生成。', en: 'drawn from a noisy model of the real rows.' })}
  ${apart.length > 0 ? view.t({ zh: `以下各列在此相互独立,其关联为偶然:${named}`, en: `Independent here, so that any relation is an accident: ${named}` }) : ''}`;
}

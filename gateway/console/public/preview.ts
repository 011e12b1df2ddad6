/** Some made-up rows of a table, as the simulation has them: public, for nobody's rows are in them. */
import { html } from 'hono/html';
import type { Table } from '#policies/catalog/entry.ts';
import type { Office } from '../../office.ts';
import { table, textOf, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { said } from './items.ts';

const rows = 5;

/** Says so where the domain does not answer. */
export async function previewOf(view: View, { domain }: Office, { name }: Table): Promise<Html> {
  const made = await domain.preview({ table: name, rows });
  if (!made.ok)
    return html`<p class="empty">${view.t({ zh: '暂无仿真数据预览。', en: 'No preview of simulation data now.' })}</p>`;
  const { columns, rows: shown } = made.value;
  return table(view, {
    caption: view.t({ zh: '仿真数据预览(编造的行)', en: 'Preview of simulation data: rows that never existed' }),
    head: columns,
    rows: shown.slice(0, rows).map((row) => row.map((cell) => said(view, cell === null ? '–' : textOf(cell)))),
  });
}

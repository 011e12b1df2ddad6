/** The result as cells: the forecast, with what is hidden marked as hidden and why. A plain table says it too, to its first rows. */
import { html } from 'hono/html';
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import type { ResultTable, Simulation } from '#sandbox/door.ts';
import { table, type Cell, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { forecastRows } from './cells.ts';
import { checkWords } from './check-words.ts';
import { cellFormat, whole } from './numbers.ts';
import type { Grid } from './wire.ts';

/** Rows of a page without the script. */
export const plainRows = 100;

const numeric = /^(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UBIGINT|DOUBLE|FLOAT|DECIMAL)/;

export function isNumber({ type, role }: ResultTable['columns'][number]): boolean {
  return role !== 'key' && numeric.test(type);
}

/** Stands for the rule that leaves out a group of a private answer. */
const belowThreshold = 'threshold';

export function gridOf(view: View, simulation: Simulation): Grid {
  const { columns } = simulation.forecast;
  const rows = forecastRows(simulation);
  const rulesOf = ({ rules, isLeftOut }: (typeof rows)[number]) =>
    isLeftOut && rules.length === 0 ? [belowThreshold] : rules;
  const names = [...new Set(rows.flatMap(rulesOf))];
  const place = new Map(names.map((name, at) => [name, at]));
  const format = cellFormat(view);
  const textAt = (value: unknown, at: number) => {
    const column = columns[at];
    return format(value, column !== undefined && isNumber(column));
  };
  const hiddenText = (value: unknown, at: number) =>
    value === null || value === undefined ? suppressionMarker : `${suppressionMarker} ${textAt(value, at)}`;
  return {
    caption: captionOf(view, simulation, rows.length),
    columns: columns.map((column) => ({ name: column.name, about: column.type, isNumber: isNumber(column) })),
    rows: rows.map(({ values, exact, hidden }) =>
      values.map((value, at) =>
        hidden[at] && columns[at]?.role !== 'key' ? hiddenText(exact[at], at) : textAt(value, at),
      ),
    ),
    hidden: rows.map(({ hidden }) => hidden),
    why: rows.map((row) => rulesOf(row).flatMap((rule) => place.get(rule) ?? [])),
    reasons: names.map((name) => reasonOf(view, name)),
    words: {
      why: view.t({ zh: '隐藏原因', en: 'why hidden' }),
      place: view.t({
        zh: '第 {row} 行,共 {rows} 行 · {column}:{value}',
        en: 'Row {row} of {rows} · {column}: {value}',
      }),
      hidden: view.t({ zh: '不显示', en: 'would not be shown' }),
    },
  };
}

function reasonOf(view: View, name: string): Grid['reasons'][number] {
  if (name === belowThreshold)
    return {
      short: view.t({ zh: '低于阈值', en: 'below τ' }),
      long: view.t({
        zh: '加噪声后的主体数低于阈值 τ',
        en: 'with its noise, the group has fewer units than the threshold τ',
      }),
    };
  const { short, long } = checkWords(view, name);
  return { short, long };
}

function captionOf(view: View, { forecast: { rows } }: Simulation, all: number): string {
  const [many, seen] = [whole(view, all), whole(view, rows.length)];
  return view.t({
    zh: `仿真数据上 ${many} 行,按规则显示 ${seen} 行;[c] 为不显示的值,其后为仿真值`,
    en: `${many} rows on simulation data, ${seen} of them as the rules would show it; [c] marks what would be hidden, beside what simulation has there`,
  });
}

/** The same as a table of the page. */
export function plainGrid(view: View, { caption, columns, rows, hidden, why, reasons, words }: Grid): Html {
  const explains = reasons.length > 0;
  const shown = rows.slice(0, plainRows);
  const more = rows.length - shown.length;
  const grid = table(view, {
    caption,
    head: [...columns.map(({ name }) => name), ...(explains ? [words.why] : [])],
    numbers: columns.flatMap(({ isNumber: yes }, at) => (yes ? [at] : [])),
    rows: shown.map((row, at): readonly Cell[] => [
      ...row.map((text, column) => (hidden[at]?.[column] ? html`<span class="hid">${text}</span>` : text)),
      ...(explains
        ? [(why[at] ?? []).map((reason) => reasons[reason]?.short ?? '').join(view.t({ zh: '、', en: ', ' }))]
        : []),
    ]),
  });
  const rest = view.t({
    zh: `另有 ${whole(view, more)} 行;开启脚本后可滚动查看。`,
    en: `${whole(view, more)} more rows; with scripts on they scroll.`,
  });
  return html`${grid} ${more > 0 ? html`<p class="soft">${rest}</p>` : ''}`;
}

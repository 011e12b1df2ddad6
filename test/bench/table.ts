/** Tables in Markdown, as they are printed and as they are written down. */

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a bench found; `faults` say what costs more than it may. */
export interface Benched {
  readonly tables: readonly Table[];
  readonly faults: readonly string[];
}

/** @returns the table with its columns aligned */
export function printTable({ title, columns, rows }: Table): string {
  const widths = columns.map((name, at) => Math.max(name.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, at) => pad(cells[at] ?? '', width, at)).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [`### ${title}`, '', line(columns), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Names stand left, numbers right. */
function pad(text: string, width: number, at: number): string {
  return at === 0 ? text.padEnd(width) : text.padStart(width);
}

export function milliseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

export function percent(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}

/** Three digits are more than such a measurement has. */
export function rate(perSecond: number): string {
  return Number(perSecond.toPrecision(3)).toLocaleString('en-US');
}

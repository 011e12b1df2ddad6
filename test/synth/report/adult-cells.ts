/** The census extract as fine cells, in a random order that a seed decides. */
import { DuckDBInstance } from '@duckdb/node-api';
import { cellsOf } from '#policies/simulation/cells-of.ts';
import type { Attribute, Cells } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '#synth/fit/types.ts';
import { takeRows } from '#synth/report/input.ts';
import { pick, streamOf } from '#synth/report/random.ts';
import { adultEntry, adultFiles, adultOptions, adultRows } from '#test/fixtures/adult.ts';

const renamed = Object.entries(adultOptions.rename?.['adult'] ?? {});

export const adultAttributes: readonly Attribute[] = (adultEntry.tables[0]?.columns ?? []).flatMap((column) => {
  const cells = column.semantic === 'serial' ? undefined : cellsOf(column);
  return cells ? [{ name: column.name, origin: { kind: 'own', column: column.name, part: 'whole' }, cells }] : [];
});

export async function adultCells(folder: string, seed: number): Promise<CodeColumns> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const names = adultAttributes.map(({ name }) => renamed.find(([, to]) => to === name)?.[0] ?? name);
  const selected = names.map((name) => `"${name}"`).join(', ');
  const found = await connection.runAndReadAll(
    `SELECT ${selected} FROM '${adultFiles(folder)['adult']}' ORDER BY person_id`,
  );
  const columns = found.getColumns().map((values, at) => {
    const cells = adultAttributes[at]?.cells;
    return Uint16Array.from(values, (value) => (cells ? cellOf(cells, value) : 0));
  });
  connection.closeSync();
  return takeRows(columns, pick(adultRows, adultRows, streamOf(seed, 'adult')));
}

function cellOf(cells: Cells, value: unknown): number {
  const none = cells.none ? 1 : 0;
  if (cells.kind === 'codes') {
    const at = cells.values.findIndex((code) => String(code) === String(value));
    if (at >= 0) return at;
    if (cells.none) return cells.values.length;
    // The file has both "<=50K" and ">50K"; the codebook of this catalog calls them small and large.
    return String(value).includes('<') ? 0 : 1;
  }
  if (cells.kind !== 'numbers') throw new Error('no other cells here');
  if (value === null) return cells.edges.length - 2 + none;
  const above = cells.edges.findLastIndex((edge) => edge <= Number(value));
  return Math.max(0, Math.min(cells.edges.length - 2, above));
}

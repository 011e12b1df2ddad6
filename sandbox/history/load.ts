/** A membership file as the guard holds it: one release for each of its unit columns. */
import {
  membershipOf,
  type Entries,
  type KnownCell,
  type KnownRelease,
  type KnownTable,
} from '#policies/disclosure/history/membership.ts';
import type { UnitNumbers } from '#policies/disclosure/history/unit-numbers.ts';
import { quoted } from '#policies/query/print.ts';
import { idSpace } from '#policies/units.ts';
import { LockedEngine, type EngineLimits } from '../query/engine.ts';
import type { RunNote } from './note.ts';

export interface MembershipFile {
  readonly note: RunNote;
  readonly path: string;
}

const name = 'm';

/**
 * @param numbersOf the numbering of an id space; units that it does not know get numbers
 * @throws Error when the file cannot be read
 */
export async function loadReleases(
  { note, path }: MembershipFile,
  limits: EngineLimits,
  numbersOf: (space: string) => UnitNumbers,
): Promise<readonly KnownRelease[]> {
  using engine = await LockedEngine.open(limits, [{ name, path }]);
  const described = await engine.query(`SELECT * FROM ${quoted(name)}.cell ORDER BY cell`);
  const cells = described.rows.map(readCell);
  const releases: KnownRelease[] = [];
  for (const [column, space] of note.spaces.entries()) {
    const contributions = note.vectors.map((_, v) => `, v${v}`).join('');
    const sql = `SELECT high, low, cell, r${contributions} FROM ${quoted(name)}.member WHERE unit = ${column}`;
    const entries = numbered(await engine.words(sql, 4 + note.vectors.length), numbersOf(space));
    const { run, k, plan, vectors } = note;
    const tables = tablesOf(cells, entries, numbersOf(space).size);
    releases.push({ run, column, space: idSpace(space), k, plan, vectors, tables });
  }
  return releases;
}

interface Described {
  readonly number: number;
  readonly grouping: number;
  readonly isSum: boolean;
  readonly label: string;
  readonly shown: boolean;
  readonly shows: readonly boolean[];
}

function readCell(row: readonly unknown[]): Described {
  const [number, grouping, label, shown, sum, ...shows] = row;
  return {
    number: Number(number),
    grouping: Number(grouping),
    isSum: sum === true,
    label: String(label),
    shown: shown === true,
    shows: shows.map((mark) => mark === true),
  };
}

interface Numbered {
  readonly unit: Int32Array;
  readonly cell: Uint32Array;
  readonly rows: Uint32Array;
  readonly contributions: readonly Uint32Array[];
}

function numbered([high, low, cell, rows, ...contributions]: readonly Uint32Array[], numbers: UnitNumbers): Numbered {
  if (!high || !low || !cell || !rows) throw new Error('Cannot read a membership: must have its columns');
  const unit = new Int32Array(high.length);
  for (let entry = 0; entry < unit.length; entry += 1) unit[entry] = numbers.number(high[entry] ?? 0, low[entry] ?? 0);
  return { unit, cell, rows, contributions };
}

function keyOf({ grouping, isSum }: Described): string {
  return `${grouping} ${isSum}`;
}

/** One table for each grouping, and one for each sum over one. */
function tablesOf(cells: readonly Described[], entries: Numbered, units: number): readonly KnownTable[] {
  return [...new Set(cells.map(keyOf))].map((key) =>
    tableOf(
      cells.filter((cell) => keyOf(cell) === key),
      entries,
      units,
    ),
  );
}

function tableOf(cells: readonly Described[], entries: Numbered, units: number): KnownTable {
  const places = new Map(cells.map(({ number }, at) => [number, at]));
  const all = new Int32Array(entries.cell.length);
  const found = new Int32Array(all.length);
  let count = 0;
  for (let entry = 0; entry < all.length; entry += 1) {
    const place = places.get(entries.cell[entry] ?? 0);
    if (place === undefined) continue;
    all[count] = entry;
    found[count] = place;
    count += 1;
  }
  const mine = all.subarray(0, count);
  const pick = (values: Uint32Array): Uint32Array => pickAt(values, mine);
  const own = {
    unit: new Int32Array(pickAt(entries.unit, mine).buffer),
    cell: found.slice(0, count),
    rows: pick(entries.rows),
    contributions: entries.contributions.map(pick),
  };
  const isSum = cells[0]?.isSum ?? false;
  const grouping = cells[0]?.grouping ?? 0;
  return { grouping, cells: countCells(cells, own), isSum, members: membershipOf(own, units) };
}

function pickAt(values: Int32Array | Uint32Array, entries: Int32Array): Uint32Array {
  const picked = new Uint32Array(entries.length);
  for (let at = 0; at < picked.length; at += 1) picked[at] = values[entries[at] ?? 0] ?? 0;
  return picked;
}

function countCells(cells: readonly Described[], { cell, contributions }: Entries): readonly KnownCell[] {
  const units = new Int32Array(cells.length);
  for (const place of cell) units[place] = (units[place] ?? 0) + 1;
  const contributors = contributions.map((values) => {
    const counts = new Int32Array(cells.length);
    for (let entry = 0; entry < values.length; entry += 1) {
      const place = cell[entry] ?? 0;
      if (values[entry] !== 0) counts[place] = (counts[place] ?? 0) + 1;
    }
    return counts;
  });
  return cells.map(({ label, shown, shows }, place) => ({
    label,
    shown,
    shows,
    units: units[place] ?? 0,
    contributors: contributors.map((counts) => counts[place] ?? 0),
  }));
}

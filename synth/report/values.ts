/** What a cell stands for: a place on a scale, a text for a reader. */
import { cellCount, type Cells } from '#policies/simulation/attribute.ts';

/** The cell of NULL, or −1. */
export function noneCell(cells: Cells): number {
  return cells.none ? cellCount(cells) - 1 : -1;
}

const dayMillis = 86_400_000;

/** The middle of every cell in the attribute's own scale (days: since 1970), NaN for NULL. Of codes, their numbers. */
export function cellValues(cells: Cells): Float64Array {
  const borders = bordersOf(cells);
  const middle = (at: number): number =>
    borders ? ((borders[at] ?? Number.NaN) + (borders[at + 1] ?? Number.NaN)) / 2 : at;
  return Float64Array.from({ length: cellCount(cells) }, (_, at) => (at === noneCell(cells) ? Number.NaN : middle(at)));
}

function bordersOf(cells: Cells): readonly number[] | undefined {
  if (cells.kind === 'numbers') return cells.edges;
  if (cells.kind !== 'days') return undefined;
  const days = cells.start.map((day) => Date.parse(day) / dayMillis);
  return [...days, Date.parse(cells.end) / dayMillis + 1];
}

/** Where every cell lies between the lowest, 0, and the highest, 1. */
export function cellPlaces(cells: Cells): Float64Array {
  const values = cellValues(cells);
  const known = values.filter((value) => !Number.isNaN(value));
  const low = known[0] ?? 0;
  const width = (known.at(-1) ?? 0) - low;
  return values.map((value) => (width > 0 ? (value - low) / width : 0));
}

/** A text for the cells from `first` to `last`. */
export function cellLabel(cells: Cells, first: number, last = first): string {
  if (first === noneCell(cells)) return 'NULL';
  switch (cells.kind) {
    case 'codes':
      return String(cells.values[first]);
    case 'numbers':
      return `${short(cells.edges[first])} – ${short(cells.edges[last + 1])}`;
    case 'days':
      return first === last ? String(cells.start[first]) : `${cells.start[first]} – ${cells.start[last]}`;
    case 'hours':
    case 'count':
      return first === last ? String(first) : `${first} – ${last}`;
  }
}

function short(value = Number.NaN): string {
  return String(Number(value.toPrecision(6)));
}

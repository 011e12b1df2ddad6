/** From fine cells to values, a column at a time: evenly within each cell, whatever the other columns are. */
import type { Column } from '#policies/catalog/entry.ts';
import type { Cells } from '#policies/simulation/attribute.ts';
import { seedOf } from '../hash.ts';
import { afterStart, setHours } from './after-start.ts';
import type { Coded } from './coded.ts';
import { type DecodedColumn, wholeSpans, within } from './decoded.ts';
import { numberingOf, secondsOf, secondsPerDay } from './numbering-of.ts';
import type { Numbering, Span } from './numbering.ts';

/** For every list of cells, returns values of the column's domain, NULL exactly where the cell says so. */
export function decodeColumn(coded: Coded, seed: number): DecodedColumn {
  const { column, main, hour, start } = coded;
  const numbering = numberingOf(column, main.attribute.cells);
  const hash = seedOf(seed, column.name);
  if (start !== undefined) {
    const spans = wholeSpans(main.attribute.cells);
    return { column, numbering, numbers: afterStart({ ...coded, start }, { numbering, spans, hash }) };
  }
  const spans = spansOf(column, { numbering, cells: main.attribute.cells });
  const numbers = within(main.cells, { size: numbering.size, spans, hash });
  if (hour !== undefined && column.type === 'TIMESTAMP') setHours(numbers, { hour, numbering, hash });
  return { column, numbering, numbers };
}

/** The numbers in each cell. */
function spansOf(column: Column, { numbering, cells }: { numbering: Numbering; cells: Cells }): readonly Span[] {
  switch (cells.kind) {
    case 'codes':
      return cells.values.map((_, first) => ({ first, count: 1 }));
    case 'count':
      return Array.from({ length: cells.max + 1 }, (_, value) => numbering.span(value, value, true));
    case 'numbers':
      return cells.edges.slice(1).map((to, cell) => {
        return numbering.span(cells.edges[cell] ?? to, to, cell === cells.edges.length - 2);
      });
    case 'days':
      return cells.start.map((from, cell) => {
        const next = cells.start[cell + 1];
        return next === undefined
          ? numbering.span(secondsOf(from), secondsOf(cells.end) + secondsPerDay, false)
          : numbering.span(secondsOf(from), secondsOf(next), false);
      });
    case 'hours':
      throw new Error(`Cannot decode ${column.name}: must have days; got hours alone`);
  }
}

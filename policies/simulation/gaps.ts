/**
 * Pairs of moments of which the first is never after the second: the second is known as the time since the first, so that no drawn row
 * can break their order, and how long it took stays known.
 *
 * @see synth.md §2.2 (date pair)
 */
import type { Column, Table } from '../catalog/entry.ts';
import type { Cells } from './attribute.ts';
import { dayNumber } from '../calendar.ts';
import { numberCells } from './number-cells.ts';

/** Each column that is known as a gap, and the column before it. A start that may be missing would take the end with it, so it is none. */
export function gapsOf(table: Table, modelled: readonly Column[]): ReadonlyMap<string, Column> {
  const gaps = new Map<string, Column>();
  for (const dependency of table.dependencies ?? []) {
    if (dependency.kind !== 'order') continue;
    const [start, end] = dependency.columns.map((name) => modelled.find((column) => column.name === name));
    if (!start || !end || start === end || gaps.has(end.name) || !isPair(start, end)) continue;
    if (!leadsTo(gaps, start, end)) gaps.set(end.name, start);
  }
  return gaps;
}

function isPair(start: Column, end: Column): boolean {
  const isMoment = start.type === 'DATE' || start.type === 'TIMESTAMP';
  return isMoment && start.type === end.type && !start.nullable && longest(start, end) > 0;
}

function leadsTo(gaps: ReadonlyMap<string, Column>, from: Column, to: Column): boolean {
  const before = gaps.get(from.name);
  return from === to || (before !== undefined && leadsTo(gaps, before, to));
}

/**
 * What passes from the start to the end: whole days between days, seconds between moments. From 0 to the most that the domains allow, finer
 * near 0, which has a cell of its own.
 */
export function gapCells(start: Column, end: Column): Cells {
  return numberCells({ lo: 0, hi: longest(start, end), step: 1, nearZero: true, none: end.nullable });
}

const secondsPerDay = 86_400;

/** From the earliest start to the latest end; of moments, to the last second of its day. */
function longest(start: Column, end: Column): number {
  if (start.domain?.kind !== 'dates' || end.domain?.kind !== 'dates') return 0;
  const days = dayNumber(end.domain.hi) - dayNumber(start.domain.lo);
  return end.type === 'TIMESTAMP' ? (days + 1) * secondsPerDay - 1 : days;
}

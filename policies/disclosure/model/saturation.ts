/**
 * A model with as many free parameters as there are combinations of features is a table of means in other words; one truth value alone is
 * the smallest such model. It passes where the rules for tables would show every cell of that table.
 *
 * @see disclosure.md §3 (saturated / single binary regressor), §2.2; ACRO (saturated regressions)
 */
import { idSpace, unitCount } from '../../units.ts';
import type { Cell } from '../cell.ts';
import { checkCell, type StatisticSpec } from '../primary.ts';
import type { Design } from './design.ts';
import type { CheckResult } from './finding.ts';
import type { ExactFit } from './fit.ts';
import type { ModelLimits } from './limits.ts';

/** @param target in the units of the data */
export function checkSaturation(
  design: Design,
  { factor }: ExactFit,
  { target, limits }: { readonly target: Float64Array; readonly limits: ModelLimits },
): CheckResult {
  const groups = groupsUpTo(design, factor.rank);
  if (!groups) return { name: 'model_saturation', verdict: 'pass', figure: 0, limit: 0, about: 'not saturated' };
  const unsafe = groups.filter((rows) => !isShown(rows, target, { design, limits })).length;
  const about = `${groups.length} combinations of features`;
  return { name: 'model_saturation', verdict: unsafe === 0 ? 'pass' : 'fail', figure: unsafe, limit: 0, about };
}

type Group = readonly number[];

/** Rows by their combination of features; undefined where there are more combinations than `most`. */
function groupsUpTo({ count, width, x }: Design, most: number): readonly Group[] | undefined {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < count; row++) {
    const pattern = x.subarray(row * width, (row + 1) * width).join(' ');
    const group = groups.get(pattern);
    if (group) group.push(row);
    else if (groups.size === most) return undefined;
    else groups.set(pattern, [row]);
  }
  return [...groups.values()];
}

interface Rules {
  readonly design: Design;
  readonly limits: ModelLimits;
}

/** A mean of numbers by the rules for a mean; a share by the counts that it is made of. */
function isShown(rows: Group, target: Float64Array, { design, limits }: Rules): boolean {
  const values = rows.map((row) => target[row] ?? 0);
  if (!design.isLogistic) return isSafe(cellOf(values), { id: 0, kind: 'avg' }, limits);
  const ones = values.filter((value) => value === 1).length;
  return Math.min(ones, values.length - ones) >= limits.k;
}

function isSafe(cell: Cell, statistic: StatisticSpec, { k, profile }: ModelLimits): boolean {
  const verdict = checkCell(cell, [statistic], { k: unitCount(k), profile });
  return verdict.cell.length === 0 && verdict.statistics.every((rules) => rules.length === 0);
}

/** The cell of one row per unit, all of them counted. */
function cellOf(values: readonly number[]): Cell {
  const units = unitCount(values.length);
  const sizes = values.map(Math.abs).sort((a, b) => b - a);
  const contribution = {
    contributors: unitCount(values.filter((value) => value !== 0).length),
    total: sizes.reduce((sum, size) => sum + size, 0),
    top: sizes.slice(0, 3),
    negative: values.some((value) => value < 0),
    equal: values.every((value) => value === values[0]),
  };
  const evidence = { space: idSpace('unit'), units, contributions: new Map([[0, contribution]]), margins: new Map() };
  return { grouping: 0, keys: [], values: [null], evidence: [evidence] };
}

/**
 * A model with as many free parameters as there are combinations of features is a table of means in other words; one truth value alone is
 * the smallest such model. It passes where the rules for tables would show every cell of that table.
 *
 * @see disclosure.md §3 (saturated / single binary regressor), §2.2; ACRO (saturated regressions)
 */
import type { Design } from './design.ts';
import type { CheckResult } from './finding.ts';
import type { ExactFit } from './fit.ts';
import type { ModelLimits } from './limits.ts';
import { isShown } from './target.ts';

/** @param target in the units of the data */
export function checkSaturation(
  design: Design,
  { factor }: ExactFit,
  { target, limits }: { readonly target: Float64Array; readonly limits: ModelLimits },
): CheckResult {
  const groups = groupsUpTo(design, factor.rank);
  if (!groups) return { name: 'model_saturation', verdict: 'pass', figure: 0, limit: 0, about: 'not saturated' };
  const isUnsafe = (rows: Group): boolean =>
    !isShown(
      rows.map((row) => target[row] ?? 0),
      design,
      limits,
    );
  const unsafe = groups.filter(isUnsafe).length;
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

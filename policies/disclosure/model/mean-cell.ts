/** A mean over one row per unit, by the rules for tables. */
import { idSpace, unitCount } from '../../units.ts';
import type { Contribution } from '../cell.ts';
import { checkCell } from '../primary.ts';
import type { ModelLimits } from './limits.ts';

/** For every list of values, whether a table would show their mean and number. */
export function isSafeMean(values: readonly number[], { k, profile }: ModelLimits): boolean {
  const units = unitCount(values.length);
  const contributions = new Map([[0, contributionOf(values)]]);
  const evidence = { space: idSpace('unit'), units, contributions, margins: new Map() };
  const { cell, statistics } = checkCell({ values: [null], evidence: [evidence] }, [{ id: 0, kind: 'avg' }], {
    k: unitCount(k),
    profile,
  });
  return cell.length === 0 && statistics.every((rules) => rules.length === 0);
}

/** Who stands behind the sum of these values. */
export function contributionOf(values: readonly number[]): Contribution {
  const sizes = Float64Array.from(values, Math.abs).sort().toReversed();
  return {
    contributors: unitCount(values.filter((value) => value !== 0).length),
    total: sizes.reduce((sum, size) => sum + size, 0),
    top: Array.from(sizes.subarray(0, 3)),
    negative: values.some((value) => value < 0),
    equal: values.every((value) => value === values[0]),
  };
}

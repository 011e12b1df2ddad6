/** Cells made by hand, with the evidence computed the plain way. */
import type { Cell, Contribution, Scalar, UnitEvidence } from '#policies/disclosure/cell.ts';
import type { StatisticSpec, Thresholds } from '#policies/disclosure/primary.ts';
import { riskProfile, type ProfileName } from '#policies/disclosure/profile.ts';
import { idSpace, unitCount } from '#policies/units.ts';
import type { Rec } from '../oracle/cells.ts';

export function thresholds(profile: ProfileName = 'standard', k: number = riskProfile(profile).minUnits): Thresholds {
  return { k: unitCount(k), profile: riskProfile(profile) };
}

/** A statistic of units that each gave one value. */
export function contribution(values: readonly number[]): Contribution {
  const sizes = values.map(Math.abs).toSorted((a, b) => b - a);
  return {
    contributors: unitCount(values.filter((value) => value !== 0).length),
    total: sizes.reduce((sum, size) => sum + size, 0),
    top: sizes.slice(0, 3),
    negative: values.some((value) => value < 0),
    equal: new Set(values).size === 1,
  };
}

export function evidence(values: readonly number[], more: Partial<UnitEvidence> = {}): UnitEvidence {
  return {
    space: idSpace('enterprise'),
    units: unitCount(values.length),
    contributions: new Map([[1, contribution(values)]]),
    margins: new Map(),
    ...more,
  };
}

/** A cell with one sum over units that gave these values. */
export function aCell(values: readonly number[], more: Partial<Cell> = {}): Cell {
  return {
    grouping: 0,
    keys: ['a'],
    values: [values.reduce((sum, value) => sum + value, 0)],
    evidence: [evidence(values)],
    ...more,
  };
}

export const sum: StatisticSpec = { id: 1, kind: 'sum' };

/** Cells of records that have one value: a count of units and a sum. */
export function cellsOf(records: readonly Rec[], sensitive: readonly number[]): readonly Cell[] {
  const groups = Map.groupBy(records, (record) => JSON.stringify(record.keys));
  return [...groups].map(([name, group]): Cell => {
    const keys = JSON.parse(name) as Scalar[];
    const byUnit = Map.groupBy(group, (record) => record.unit);
    const sums = [...byUnit.values()].map((own) => own.reduce((total, { values }) => total + Number(values[1]), 0));
    const marginOf = (key: number): number => {
      const rest = JSON.stringify(keys.toSpliced(key, 1));
      return new Set(
        records.filter((record) => JSON.stringify(record.keys.toSpliced(key, 1)) === rest).map(({ unit }) => unit),
      ).size;
    };
    const ones = contribution(sums.map(() => 1));
    const equal = new Set(group.map(({ values }) => values[1])).size === 1;
    return {
      grouping: 0,
      keys,
      values: [byUnit.size, sums.reduce((total, size) => total + size, 0)],
      evidence: [
        {
          space: idSpace('person'),
          units: unitCount(byUnit.size),
          contributions: new Map([
            [1, { ...ones, equal: false }],
            [2, { ...contribution(sums), equal }],
          ]),
          margins: new Map(sensitive.map((key) => [key, unitCount(marginOf(key))])),
        },
      ],
    };
  });
}

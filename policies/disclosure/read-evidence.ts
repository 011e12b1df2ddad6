/** Rows of the evidence statements → {@link Cell}s. The statements' columns are described in `policies/query/evidence.ts`. */
import type { ExactPlan } from '../query/plan.ts';
import { unitColumns } from '../query/evidence.ts';
import { unitCount, type UnitCount } from '../units.ts';
import type { Cell, Contribution, Scalar, UnitEvidence } from './cell.ts';

type JsonRow = readonly unknown[];

/** What the engine answered to the evidence statements, in their order. */
export interface EvidenceRows {
  readonly cells: readonly JsonRow[];
  readonly units: readonly (readonly JsonRow[])[];
  readonly margins: readonly { readonly key: number; readonly unit: number; readonly rows: readonly JsonRow[] }[];
}

/** By which keys each grouping groups that the text asked for. */
export function askedGroupings({ groupings }: ExactPlan): readonly (readonly number[])[] {
  return groupings.filter(({ absent }) => !absent).map(({ keys }) => keys);
}

export function readCells(plan: ExactPlan, evidence: EvidenceRows): readonly Cell[] {
  const width = 1 + plan.keys.length;
  const units = evidence.units.map((rows) => byKey(rows, width));
  const margins = evidence.margins.map((margin) => ({ ...margin, counts: byKey(margin.rows, width - 1) }));
  return evidence.cells.map((row): Cell => {
    const [grouping = 0, ...keys] = row.slice(0, width).map(scalar);
    const mine = (key: number): boolean => plan.groupings[Number(grouping)]?.keys.includes(key) === true;
    return {
      grouping: Number(grouping),
      keys,
      values: row.slice(width).map(scalar),
      evidence: plan.units.map(({ space }, unit): UnitEvidence => {
        const found = units[unit]?.get(keyText([grouping, ...keys]));
        const ofUnit = margins.filter((margin) => margin.unit === unit && mine(margin.key));
        return {
          space,
          ...readUnits(plan, found ?? []),
          margins: new Map(
            ofUnit.map(({ key, counts }) => [
              key,
              count(counts.get(keyText([grouping, ...keys.toSpliced(key, 1)]))?.[0]),
            ]),
          ),
        };
      }),
    };
  });
}

function readUnits(plan: ExactPlan, values: JsonRow): Pick<UnitEvidence, 'units' | 'lone' | 'contributions'> {
  const contributions = new Map<number, Contribution>();
  const columns = unitColumns(plan);
  for (const { id } of plan.measures) {
    const at = (kind: string): unknown =>
      values[columns.findIndex((column) => column.measure === id && column.kind === kind)];
    contributions.set(id, {
      contributors: count(at('contributors')),
      total: Number(at('total') ?? 0),
      top: list(at('top')).map(Number),
      negative: at('negative') === true,
      equal: at('equal') === true,
      complement: count(at('complement')),
      ...(typeof at('rarest') !== 'boolean' && at('rarest') !== null && { rarest: count(at('rarest')) }),
    });
  }
  const lone = values[1];
  return { units: count(values[0]), ...(typeof lone === 'string' && { lone }), contributions };
}

function byKey(rows: readonly JsonRow[], width: number): ReadonlyMap<string, JsonRow> {
  return new Map(rows.map((row) => [keyText(row.slice(0, width).map(scalar)), row.slice(width)]));
}

function keyText(keys: readonly Scalar[]): string {
  return JSON.stringify(keys);
}

function scalar(value: unknown): Scalar {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new Error('the engine returned a value that is not a scalar');
}

/** A missing count is none: rules then hide the cell. */
function count(value: unknown): UnitCount {
  return unitCount(Number(value ?? 0));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

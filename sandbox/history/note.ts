/**
 * What is noted about a run beside its membership file, so that later releases can be compared with it: which computation over which
 * snapshots, whose units, and which statistics.
 */
import { z } from 'zod';
import { vectorsOf, type Vector } from '#policies/disclosure/history-vectors.ts';
import { fingerprint } from '#policies/query/ir.ts';
import type { Plan } from '#policies/query/plan.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { unitCount } from '#policies/units.ts';
import type { ResultTable } from '../operations.ts';

const vector = z.strictObject({
  measure: z.number().int(),
  kind: z.enum(['count', 'sum', 'mean', 'terms', 'square', 'product', 'distinct', 'quantile', 'share']),
  fraction: z.string().exactOptional(),
  value: z.array(z.string()),
  condition: z.array(z.string()),
});

export const runNote = z.strictObject({
  run: z.string(),
  /** Equal for equal computations: the plan without positions, literals included. */
  plan: z.string(),
  /** The snapshots that were read. */
  snapshots: z.array(z.string()),
  /** Equal for equal results. */
  table: z.string(),
  k: z.number().int().transform(unitCount),
  /** The id space of each unit column; none for public data, which nobody stands behind. */
  spaces: z.array(z.string()),
  vectors: z.array(vector),
});
export type RunNote = z.output<typeof runNote>;

export interface NotedRun {
  readonly run: string;
  readonly plan: Plan;
  readonly snapshots: readonly string[];
  readonly table: ResultTable;
}

export function noteOf({ run, plan, snapshots, table }: NotedRun): RunNote {
  const exact = plan.kind === 'exact' ? plan : undefined;
  return {
    run,
    plan: contentHash(JSON.parse(fingerprint(plan))),
    snapshots: [...snapshots].sort(),
    table: contentHash(table),
    k: exact?.k ?? unitCount(0),
    spaces: exact?.units.map((unit) => unit.space) ?? [],
    vectors: (exact ? vectorsOf(exact) : []).map(mutable),
  };
}

function mutable({ value, condition, ...rest }: Vector): RunNote['vectors'][number] {
  return { ...rest, value: [...value], condition: [...condition] };
}

/** The same computation over the same data with the same result: nothing new is told. */
export function isIdentical(a: RunNote, b: RunNote): boolean {
  return a.plan === b.plan && a.table === b.table && JSON.stringify(a.snapshots) === JSON.stringify(b.snapshots);
}

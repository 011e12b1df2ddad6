/**
 * The form of a decision object: every reason for which each cell of one result may be shown or not, with the numbers that the reasons rest
 * on. It never leaves the domain; its salted commitment does. The fields from `uid` to `exception` are those of an output in ACRO's
 * `results.json`, so that a checker's tools can read it.
 *
 * @see disclosure.md §2.10; ACRO 0.4 `acro/record.py`
 */
import { z } from 'zod';
import { aSha256, anInstant, type Parsed } from '../../procedure/fields.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const status = z.enum(['pass', 'fail', 'review']);
/** Of a number that the engine could not give: null. */
const amount = z.number().nullable();

/** What one statistic of a cell looks like from the side of one kind of unit. */
const contribution = z.strictObject({
  statistic: z.string(),
  contributors: z.int(),
  X: amount,
  /** The largest contributions, largest first. */
  top: z.array(amount),
  x1share: amount,
  negative: z.boolean(),
  equal: z.boolean(),
});

const cell = z.strictObject({
  /** Counts the asked cells from 0, in the order of the evidence. */
  id: z.int(),
  grouping: z.int(),
  dims: z.record(z.string(), scalar),
  /** Of the kind of unit that has the fewest in the cell. */
  N: z.int(),
  /** Of the statistic that its largest unit dominates most. */
  X: amount,
  x1share: amount,
  status: z.enum(['safe', 'primary', 'secondary', 'zero', 'implicit-fail']),
  rules: z.array(z.string()),
  /** Which statistics are not shown, in their order. */
  hidden: z.array(z.boolean()),
  /** Between which values an attacker can place what is hidden. */
  interval: z.array(z.strictObject({ statistic: z.string(), lower: amount, upper: amount })),
  evidence: z.array(
    z.strictObject({ unit: z.string(), N: z.int(), margins: z.array(z.int()), statistics: z.array(contribution) }),
  ),
});

const test = z.strictObject({ verdict: z.enum(['pass', 'review', 'fail', 'not_run']), what: z.string() });

const history = z.strictObject({
  /** What was released before: hash of the list of runs, oldest first. */
  ledger_head: aSha256,
  verdict: z.enum(['pass', 'identical', 'review', 'fail']),
  levels: z.record(z.string(), z.string()),
  recipes: z.array(z.string()),
});

const approval = z.strictObject({
  act: z.string(),
  person: z.string(),
  org: z.string(),
  role: z.string(),
  at: z.string(),
});

/** @see disclosure.md §2.10 */
export const decision = z.strictObject({
  uid: z.string(),
  status,
  type: z.literal('table'),
  properties: z.strictObject({
    /** Where not `exact`, the shown counts were changed after the rules had spoken. */
    method: z.enum(['exact', 'rounded', 'perturbed']),
    k: z.int(),
    profile: z.string(),
  }),
  files: z.array(
    z.strictObject({
      name: z.string(),
      sha256: aSha256,
      sdc: z.strictObject({
        summary: z.record(z.string(), z.union([z.boolean(), z.int()])),
        /** Places in the released table, [row, column] from 0. */
        cells: z.record(z.string(), z.array(z.tuple([z.int(), z.int()]))),
      }),
    }),
  ),
  outcome: z.record(z.string(), z.never()),
  command: z.string(),
  summary: z.string(),
  timestamp: anInstant,
  comments: z.array(z.string()),
  exception: z.string(),
  /** The commitment to the result that this is about. */
  result: aSha256,
  profile_hash: aSha256,
  dataset_snapshot: z.array(z.strictObject({ entry: z.string(), snapshot: z.string(), commitment: z.string() })),
  unit_types: z.array(z.string()),
  cells: z.array(cell),
  /** A cell of grouping `of` is the sum of those of grouping `over` that agree with its keys. */
  equations: z.strictObject({
    groupings: z.array(z.array(z.string())),
    sums: z.array(z.strictObject({ of: z.int(), over: z.int() })),
  }),
  secondary: z.strictObject({
    alg: z.string(),
    /** Cells hidden besides. */
    obj: z.int(),
    programs: z.int(),
    /** Nothing is drawn by chance. */
    seed: z.null(),
    ms: amount,
  }),
  history: history.nullable(),
  simulatable: z.strictObject({
    /** Whether the pattern of hidden cells follows from the text alone. */
    data_independent: z.boolean(),
  }),
  irreversibility: z.strictObject({
    linear_rank_test: test,
    lp_audit: test,
    attack_tests: z.array(test.extend({ name: z.string() })),
  }),
  approvals: z.array(approval),
});

/** @see decision */
export type Decision = Parsed<typeof decision>;
/** One cell of a decision. */
export type DecidedCell = Decision['cells'][number];
/** A test of the clause against reversible models and algorithms. @see 003-28(3) */
export type IrreversibilityTest = Parsed<typeof test>;
/** What the history guard found, in a decision. */
export type DecidedHistory = Parsed<typeof history>;
/** A person's act that a permit proved. */
export type Approval = Parsed<typeof approval>;

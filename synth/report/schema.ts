/**
 * The owner's report on a fitted model, as data. All of it compares drawn rows with real ones, so all of it is exact knowledge about
 * real rows: it is the owner's, and the differential privacy of the model says nothing of it.
 *
 * @see synth.md §3.1 (fidelity), §3.2 (privacy), §3.4 (who may see what)
 */
import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.int().min(0);

/**
 * A number and what to compare it with: the same number for as many rows drawn with replacement from the train rows, and for the holdout
 * rows (null without any). The first is what no model of that size beats by more than luck; the second has the noise of fewer rows.
 */
const figure = z.strictObject({ value: z.number(), resample: z.number(), holdout: z.number().nullable() });
export type Figure = z.output<typeof figure>;

const bar = z.strictObject({ label: z.string(), train: share, drawn: share });

const column = z.strictObject({
  name: z.string(),
  measure: z.enum(['KSComplement', 'TVComplement']),
  similarity: figure,
  bars: z.array(bar).readonly(),
});
export type ColumnReport = z.output<typeof column>;

const pair = z.strictObject({
  attributes: z.tuple([z.string(), z.string()]),
  /** 1 − total variation over binned margins. */
  similarity: figure,
  /** Whether the train rows are strongly related: |r| > 0.5, or Cramér's V > 0.3. */
  related: z.boolean(),
  /** One is the parent's attribute, the other the table's own. */
  across: z.boolean(),
});
export type PairReport = z.output<typeof pair>;

/** Null where there is nothing to take the mean of. */
const scores = z.strictObject({
  columnShapes: figure,
  pairSimilarity: figure.nullable(),
  pairTrendsAll: figure.nullable(),
  pairTrendsRelated: figure.nullable(),
  qualityAll: figure,
  qualityRelated: figure,
  accuracy: figure,
  kMarginal: figure.nullable(),
  correlationDifference: figure.nullable(),
  interTable: figure.nullable(),
});
export type Scores = z.output<typeof scores>;

/** The fraction of the train rows of which a random subsample comes as near to all of them; below and above the tried range, its ends. */
const subsample = z.strictObject({
  percent: z.number(),
  bound: z.enum(['below', 'about', 'above']),
  tried: z.array(z.strictObject({ percent: z.number(), score: z.number() })).readonly(),
});
export type Subsample = z.output<typeof subsample>;

/** How well a tree of depth 6 tells drawn rows from train rows; `expected` is the mean over permuted labels. */
const propensity = z.strictObject({
  pMSE: z.number(),
  expected: z.number(),
  ratio: z.number(),
  specks: share,
  specksExpected: share,
});
export type Propensity = z.output<typeof propensity>;

const skill = z.strictObject({ accuracy: share, auc: share });
const prediction = z.strictObject({
  attribute: z.string(),
  /** What is predicted: this against all else that is not NULL. */
  positive: z.string(),
  tested: count,
  majority: skill,
  methods: z
    .array(z.strictObject({ method: z.enum(['tree of depth 6', 'logistic regression']), drawn: skill, real: skill }))
    .readonly(),
});
export type Prediction = z.output<typeof prediction>;

/** `value` with the interval of `z` standard errors about it. */
const estimate = z.strictObject({ value: z.number(), lower: z.number(), upper: z.number() });
export type Estimate = z.output<typeof estimate>;

/** An attack, tried on as many rows of train (members) and of holdout (strangers). Void unless it beats guessing. */
const attack = z.strictObject({
  name: z.enum(['singling out', 'linkability', 'inference']),
  secret: z.string().nullable(),
  attacks: count,
  members: share,
  strangers: share,
  baseline: share,
  risk: estimate,
  void: z.boolean(),
});
export type Attack = z.output<typeof attack>;

/** Shares among as many members and strangers. */
const against = z.strictObject({ members: share, strangers: share });

const matches = z.strictObject({
  /** Drawn rows that are identical to one of those rows. */
  identical: against,
  /** Of those rows that are alone in their values, how many were drawn. */
  uniqueDrawn: against,
  /** Rows whose key was drawn with one value of the target, and the right one. */
  disclosive: z.strictObject({ target: z.string(), keys: z.array(z.string()).readonly(), share: against }).nullable(),
  /** Rows with a key that is unique among them and among drawn rows. */
  replicatedUniques: against.nullable(),
});
export type Matches = z.output<typeof matches>;

const curve = z.array(share).readonly();
const closest = z.strictObject({
  /** Drawn rows nearer to a member than to a stranger, ties half: 0.5 where the model knows no member. */
  share: estimate,
  /** The 10th smallest ratio of nearest to second nearest. */
  nearestRatio: against,
  /** Distances to the closest row at 0, 5, … 100 % of the rows: drawn to members, drawn to strangers, strangers to members. */
  curves: z.strictObject({ members: curve, strangers: curve, reference: curve }),
});
export type Closest = z.output<typeof closest>;

const privacy = z.strictObject({
  /** Rows of train and of holdout that were compared, as many of each. */
  compared: count,
  matches,
  closest,
  membership: estimate,
  attacks: z.array(attack).readonly(),
});
export type PrivacyReport = z.output<typeof privacy>;

const tableReport = z.strictObject({
  table: z.string(),
  rows: z.strictObject({ train: count, holdout: count, drawn: count }),
  rowsPerUnit: count,
  scores,
  subsample: subsample.nullable(),
  columns: z.array(column).readonly(),
  pairs: z.array(pair).readonly(),
  propensity,
  predictions: z.array(prediction).readonly(),
  /** Null where too few rows were held out to say anything. */
  privacy: privacy.nullable(),
});
export type TableReport = z.output<typeof tableReport>;

const relation = z.strictObject({
  parent: z.string(),
  child: z.string(),
  similarity: z.strictObject({ value: share, resample: share }),
  bars: z.array(bar).readonly(),
});
export type RelationReport = z.output<typeof relation>;

export const simulationReport = z.strictObject({
  kind: z.literal('simulation-report-1'),
  facts: z.strictObject({
    epsilon: z.number(),
    delta: z.number(),
    rho: z.number(),
    unit: z.string(),
    modelHash: z.string(),
    seed: z.number(),
    method: z.string(),
  }),
  /** Seed of every random choice of the report itself. */
  seed: z.number(),
  tables: z.array(tableReport).readonly(),
  /** Tables without train rows or without drawn rows. */
  empty: z.array(z.string()).readonly(),
  relations: z.array(relation).readonly(),
  validity: z.array(z.strictObject({ rule: z.string(), checked: count, violations: count })).readonly(),
});
export type SimulationReport = z.output<typeof simulationReport>;

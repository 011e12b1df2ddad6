/**
 * The only things that can be asked of the domain, and the only shapes that come back. Gateway and supervisor hold this same table.
 * Whatever touches real rows takes a permit: the proof that the request stands in the record.
 *
 * @see programs.md decisions 1, 2, 7
 */
import { z } from 'zod';
import { isolationTier } from '#policies/isolation.ts';
import { modelFinding } from '#policies/disclosure/model/finding.ts';
import { trainedCard } from '#policies/disclosure/model/forms.ts';
import { modelChecks, type ModelCheckName } from '#policies/disclosure/model/register.ts';
import type { Decision } from '#policies/disclosure/decision/form.ts';
import { evidencePage } from '#policies/disclosure/decision/evidence.ts';
import { checks, type CheckName } from '#policies/disclosure/register.ts';
import { releaseSettings } from '#policies/disclosure/release-settings.ts';
import { treatmentLabelSchema } from '#policies/disclosure/treat/label.ts';
import { privateDescription } from '#policies/privacy/describe.ts';
import { programDescription } from '#policies/program/describe.ts';
import { programNoise } from '#policies/program/private-describe.ts';
import { script } from '#policies/program/script.ts';
import { privacySettings } from '#policies/privacy/settings.ts';
import { trainingDescription } from '#policies/privacy/train/describe.ts';
import { trainSpec } from '#policies/privacy/train/spec.ts';
import { modelFamilies } from '#policies/program/model.ts';
import { reportText } from '#policies/procedure/report/report.ts';
import { givenParameters } from '#policies/procedure/parameters.ts';
import type { Permit } from '#policies/record/permit.ts';
import { wish } from '#policies/simulation/wishes.ts';
import { levels } from '#policies/disclosure/history.ts';
import { resultEvidence } from './release/evidence-form.ts';
import type { Operations } from './rpc.ts';

/** Longest query text. @see programs.md §B.2 */
export const maxSqlBytes = 65_536;

/** How a query is read: with the rules of exact tables, or with noise. */
const reading = {
  /** Values of `$name` in the text. */
  parameters: givenParameters.optional(),
  lane: z.enum(['exact', 'private']).default('exact'),
  privacy: privacySettings.optional(),
  /** How an exact table is to leave; its profile takes the place of `profile`. */
  release: releaseSettings.optional(),
  /** The rows of the query train a model, and are not shown. */
  train: trainSpec.optional(),
  /** A program reads the rows or cells of the query. */
  script: script.optional(),
};

/** A folder below the simulation data, made by the gateway. */
const simulationSet = z
  .string()
  .regex(/^sim-[a-z0-9]{1,32}$/)
  .optional();

/** Its length is judged by the analysis, so that the refusal says what is wrong. */
const sql = z.string();
const profile = z.enum(['open', 'standard', 'sensitive']).default('standard');
/** Shape only: `verifyPermit` checks it from the ground. */
const permit = z.custom<Permit>((value) => typeof value === 'object' && value !== null);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** Of a cell, or of a model. */
const checkName = z.custom<CheckName | ModelCheckName>(
  (name) => typeof name === 'string' && (Object.hasOwn(checks, name) || Object.hasOwn(modelChecks, name)),
);
const verdicts = z.record(z.string(), z.number()) as z.ZodType<Partial<Record<CheckName | ModelCheckName, number>>>;

export const columnInfo = z.strictObject({
  name: z.string(),
  type: z.string(),
  /** A group key, something computed from statistics, or how far a noisy one may be off. */
  role: z.enum(['key', 'statistic', 'accuracy']),
});

/** What the analysis of a text says, without any data. */
export const explanation = z.strictObject({
  /** `open`: only public data is read; rows may leave as they are. */
  kind: z.enum(['exact', 'private', 'open']),
  columns: z.array(columnInfo),
  entries: z.array(z.string()),
  tables: z.array(z.string()),
  /** `table.column` of every base column that the text names. */
  used: z.array(z.string()),
  /** From which base columns each result is computed, which it only looked at, and by which all rows are filtered and joined. */
  lineage: z
    .strictObject({
      columns: z.array(
        z.strictObject({ column: z.string(), values: z.array(z.string()), conditions: z.array(z.string()) }),
      ),
      filters: z.array(z.string()),
    })
    .default({ columns: [], filters: [] }),
  units: z.array(z.string()),
  /** Distinct units that every cell must stand for; 0 for public data, and where noise protects. */
  k: z.number(),
  /** What simulation data should hold so that the query finds something, and what of the query was not understood; in `explain` only. */
  wishes: z.array(wish).optional(),
  notUnderstood: z
    .array(
      z.strictObject({
        why: z.string(),
        at: z.strictObject({ offset: z.number(), length: z.number().exactOptional() }).exactOptional(),
      }),
    )
    .optional(),
  /** Of a program over the query. */
  program: programDescription.optional(),
  /** What the private lane would do and charge; `tick`: when its answer comes, whatever happens. */
  private: privateDescription
    .extend({
      /** Of a training, which has no other releases. */
      training: trainingDescription.optional(),
      /** Of a program, likewise. */
      noise: programNoise.optional(),
      tick: z.strictObject({ name: z.enum(['short', 'medium', 'long']), seconds: z.number() }),
    })
    .optional(),
});
export type Explanation = z.output<typeof explanation>;

/** `hidden` has the shape of `rows`: true where the marker stands. */
export const resultTable = z.strictObject({
  columns: z.array(columnInfo),
  rows: z.array(z.array(scalar)),
  hidden: z.array(z.array(z.boolean())),
  /** Of counts that are not exact: how they were changed. It stays with the numbers wherever they go. */
  treatment: treatmentLabelSchema.optional(),
});
export type ResultTable = z.output<typeof resultTable>;

/** What a vendor sees of a program on simulation data; on real data there is nothing of it. */
const programReport = z.strictObject({
  console: z.array(z.string()),
  error: z.string().exactOptional(),
  calls: z.number().int(),
  failed: z.number().int(),
  millis: z.strictObject({ median: z.number(), most: z.number() }),
  peakHeapBytes: z.number(),
  /** Mode `rows`: the grid that each number would be rounded to. */
  grids: z.array(z.number()).exactOptional(),
});
export type ProgramReport = z.output<typeof programReport>;

const simulation = z.strictObject({
  explanation,
  /** Everything visible: these rows belong to nobody. */
  table: resultTable,
  /** What the same rules would leave of it. */
  forecast: resultTable,
  verdicts,
  review: z.array(checkName),
  /** Exact lane: what would hide less, in words. @see policies/disclosure/coarsening.ts */
  advice: z.array(z.string()).optional(),
  /** Exact lane: by which rules each cell would not be shown whole, by the names of its keys; `units`: who is behind it, on rows of nobody. */
  cells: z
    .array(z.strictObject({ keys: z.record(z.string(), scalar), rules: z.array(z.string()), units: z.number().int() }))
    .optional(),
  /** Private lane: the share of groups that the threshold would leave out. */
  hiddenShare: z.number().optional(),
  /** Of a training: the model whose coefficients are the forecast. */
  model: trainedCard.optional(),
  /** What the checks say of that model, on rows that belong to nobody. */
  modelFinding: modelFinding.optional(),
  program: programReport.optional(),
});
export type Simulation = z.output<typeof simulation>;

/** A snapshot that a result was computed from; the commitment is keyed, so that it does not tell the content. */
const source = z.strictObject({ entry: z.string(), snapshot: z.string(), commitment: z.string() });

/** What a run tells outside the domain before its release: no value, no text. */
const receipt = z.strictObject({
  resultHash: z.string(),
  rows: z.number().int(),
  suppressedCells: z.number().int(),
  verdicts: z.array(checkName),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  /** The declared outputs, which are all that there is. */
  outputs: z.array(z.strictObject({ name: z.string(), kind: z.enum(['table', 'api', 'model', 'report']) })),
  /** Salted commitment to the decision object, which stays in the domain. @see disclosure.md §2.10 */
  decision: z.string().optional(),
  /** Of counts that are not exact: by which method they were changed. */
  treatment: treatmentLabelSchema.optional(),
  tier: isolationTier,
  sources: z.array(source),
  /** Of an exact model: its kind. That it failed its checks, `verdicts` say, without figures; of a program's not even that. */
  model: z.enum(modelFamilies).optional(),
  /** The loss of a private answer; `cached`: it was paid before, and nothing was charged again. `ledger` is where the budget's books stood. */
  privacy: z
    .strictObject({
      space: z.string(),
      rho: z.string(),
      delta: z.string(),
      cached: z.boolean(),
      ledger: z.strictObject({ seq: z.number().int(), hash: z.string() }).optional(),
    })
    .optional(),
});
export type Receipt = z.output<typeof receipt>;

/** What a fit tells outside the domain: which model it is, not the model, which lies in a file beside the simulation data. */
const fitReceipt = z.strictObject({
  model: z.string(),
  space: z.string(),
  rho: z.string(),
  delta: z.string(),
  cached: z.boolean(),
  ledger: z.strictObject({ seq: z.number().int(), hash: z.string() }).optional(),
  sources: z.array(z.strictObject({ entry: z.string(), snapshot: z.string() })),
});
export type FitReceipt = z.output<typeof fitReceipt>;

const exportFile = z.strictObject({ name: z.string(), sha256: z.string() });

const historyVerdict = z.enum(['pass', 'identical', 'review', 'fail']);
const historyLevel = z.strictObject({ verdict: historyVerdict, looked: z.number().int(), found: z.number().int() });

/** Shape only: the domain has made it. */
const decisionObject = z.custom<Decision>((value) => typeof value === 'object' && value !== null);

/** What a reviewer of the operator sees, by a logged request only. */
const revealed = z.strictObject({
  table: resultTable,
  /** Of a training; the table shows its coefficients. */
  model: trainedCard.exactOptional(),
  /** What the checks of the model found, with figures. */
  modelFinding: modelFinding.exactOptional(),
  verdicts,
  review: z.array(checkName),
  explanation,
  /** Against everything that was released until now. A recipe is one sentence: which cells, added and subtracted, isolate how many. */
  history: z.strictObject({
    verdict: historyVerdict,
    levels: z.partialRecord(z.enum(levels), historyLevel),
    recipes: z.array(z.string()),
    /** What earlier refusals have told: of each, the recipe that it was refused for. */
    denied: z.array(z.string()),
  }),
  /** Why each cell may be shown or not, and its commitment; absent where no cell was judged. @see disclosure.md §2.10 */
  decision: z.strictObject({ commitment: z.string(), object: decisionObject }).exactOptional(),
});
export type Revealed = z.output<typeof revealed>;

const snapshotInfo = z.strictObject({
  entry: z.string(),
  snapshot: z.string(),
  entryHash: z.string(),
  contentHash: z.string(),
});

const description = z.strictObject({
  versions: z.record(z.string(), z.string()),
  snapshots: z.array(snapshotInfo),
});
export type DomainDescription = z.output<typeof description>;

const run = z.string().min(1);

/** In 10⁻⁹ of ρ and 10⁻¹⁸ of δ. */
const cost = z.strictObject({ rho: z.string(), delta: z.string() });
/** A budget by its name in the ledger: `space/…`, `agreement/…`, `recipient/…@…`, `program/…`. */
const balance = z.strictObject({ scope: z.string(), cap: cost, spent: cost, reserved: cost });

const subject = z.strictObject({ space: z.string().min(1), id: z.string().min(1) });

export const domainOperations = {
  describe: { ask: z.strictObject({}), answer: description },
  /** How well programs of vendors are kept apart here: tried once, when it is first asked or a program is to run. */
  isolation: { ask: z.strictObject({}), answer: z.strictObject({ tier: isolationTier }) },
  /** Parse, resolve, check and bind; no data of any kind is opened. */
  explain: { ask: z.strictObject({ sql, profile, ...reading }), answer: explanation },
  /** The same plan over simulation data: everybody's, or a set of somebody's own. */
  simulate: { ask: z.strictObject({ sql, profile, ...reading, set: simulationSet }), answer: simulation },
  /** A few rows of a simulation table. */
  preview: {
    ask: z.strictObject({ table: z.string(), rows: z.number().int().min(1).max(50), set: simulationSet }),
    answer: z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(scalar)) }),
  },
  /** The ordered program over real snapshots; the result stays in quarantine. `content` must have the hash in the permit. */
  run: {
    ask: z.strictObject({
      permit,
      run,
      content: z.unknown(),
      /** Of the risk acceptance that the order names: a script in a tier below T2 does not run without it. */
      isolation: permit.optional(),
    }),
    answer: receipt,
  },
  /**
   * The same order once more, over the very snapshots of its kept result: whether the files come out with equal bytes. Nothing is kept, nothing
   * is charged, and of what differs nothing is told. Of a private answer the noise is not drawn again: everything after it is computed again.
   */
  replay: {
    ask: z.strictObject({ permit, run, content: z.unknown(), order: permit, isolation: permit.optional() }),
    answer: z.strictObject({ equal: z.boolean(), noise: z.enum(['none', 'kept']), files: z.array(exportFile) }),
  },
  /**
   * Whether the program could be paid for now, decided without opening any data; refuses E_BUDGET. Nothing is set aside, and the run itself
   * is charged by its order alone.
   */
  quote: {
    ask: z.strictObject({
      content: z.unknown(),
      parameters: givenParameters.exactOptional(),
      vendor: z.string(),
      agreement: z.string(),
      epsilon: z.number().positive().exactOptional(),
    }),
    answer: z.strictObject({ cached: z.boolean() }),
  },
  /** What was spent of the budgets of private runs: it follows from the log of requests alone. */
  budgets: { ask: z.strictObject({}), answer: z.strictObject({ balances: z.array(balance) }) },
  /** The ordered fit over real snapshots, at its tick. */
  fit: { ask: z.strictObject({ permit, fit: run }), answer: fitReceipt },
  kill: { ask: z.strictObject({ run }), answer: z.strictObject({}) },
  reveal: { ask: z.strictObject({ permit, run }), answer: revealed },
  /** For checkers, of a result that was submitted: verdicts and bands, cell by cell. No value and no key is told. */
  evidence: { ask: evidencePage.extend({ submitted: permit, run }), answer: resultEvidence },
  /**
   * For a submitted export: where it fails, what the refusal tells is known from then on. This run, and `beside` it those of the same export, against every released run of any vendor: `identical` to one of them, `fail`
   * where some combination would isolate somebody, `review` where people should judge whether it does. How, stands in `reveal` only. `review` names the checks that ask for a person.
   */
  audit: {
    ask: z.strictObject({ run, beside: z.array(run).optional() }),
    answer: z.strictObject({ verdict: historyVerdict, review: z.array(checkName) }),
  },
  /** The name under which a data subject stands in the record: keyed, so that it tells nobody who it is. */
  nameSubject: { ask: subject, answer: z.strictObject({ commitment: z.string() }) },
  /**
   * Which released runs of the exact lane read records of this subject, in shown cells or hidden ones; no cell and no value is told. `permit`
   * proves that the regulator asked, and that the question stands in the record.
   */
  subject: { ask: subject.extend({ permit }), answer: z.strictObject({ runs: z.array(z.string()) }) },
  /**
   * Names and hashes of the files that a release of this run would consist of, when its export was submitted with this result and the filing
   * was accepted. A file has no salt: whoever knows the hash of a small one can try what it holds.
   */
  seal: {
    ask: z.strictObject({ run, submitted: permit, filed: permit }),
    answer: z.strictObject({ files: z.array(exportFile) }),
  },
  /**
   * The files, when the record shows that the export was submitted with this result, that its filing was accepted, and that it was
   * released. Refuses E_HISTORY when another release came between its audit and now. Again gives the same files.
   */
  release: {
    ask: z.strictObject({ run, submitted: permit, filed: permit, released: permit }),
    answer: z.strictObject({ files: z.array(exportFile.extend({ base64: z.string() })) }),
  },
  /** Name and hash of the report of an export that was submitted with this very text, and whose filing was accepted. */
  sealReport: {
    ask: z.strictObject({ report: reportText, submitted: permit, filed: permit }),
    answer: z.strictObject({ file: exportFile }),
  },
  /** That report, when the record shows the release of this very file. */
  releaseReport: {
    ask: z.strictObject({ report: reportText, submitted: permit, filed: permit, released: permit }),
    answer: z.strictObject({ file: exportFile.extend({ base64: z.string() }) }),
  },
  purge: { ask: z.strictObject({ run }), answer: z.strictObject({}) },
  /** Turn a department's files into a snapshot. The path is read by the domain, not by the gateway. */
  ingest: {
    ask: z.strictObject({
      entry: z.unknown(),
      files: z.record(z.string(), z.string()),
      options: z.unknown().optional(),
    }),
    answer: snapshotInfo,
  },
} as const satisfies Operations;

/** What `measure.ts` keeps and the page prints. Each part says on what machine it was measured, and when. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** Of several draws of the noise. */
const spread = z.strictObject({ median: z.number(), low: z.number(), high: z.number() });
export type Spread = z.output<typeof spread>;

const machine = z.strictObject({ date: z.string(), system: z.string(), load: z.number() });

const comparison = z.strictObject({
  what: z.string(),
  epsilon: z.number().nullable(),
  pairs: spread,
  triples: spread,
  /** Processor seconds to fit and draw; null where nothing is fitted. */
  seconds: spread.nullable(),
});
export type Comparison = z.output<typeof comparison>;

const skill = z.strictObject({ what: z.string(), method: z.string(), accuracy: spread, auc: spread });
export type Skill = z.output<typeof skill>;

const rows = z.strictObject({ train: z.number(), holdout: z.number() });

const adult = z.strictObject({
  machine,
  rows,
  attributes: z.number(),
  comparisons: z.array(comparison),
  skills: z.array(skill),
  /** Rows that were made as files, and how many break what the catalog declares. */
  rules: z.array(z.strictObject({ epsilon: z.number(), rows: z.number(), violations: z.number() })),
});

/** The same on the cells of the published comparisons. */
const published = z.strictObject({ machine, rows, comparisons: z.array(comparison) });

/** In a process of its own, from the private file to the drawn rows. */
const cost = z.strictObject({
  machine,
  rows: z.number(),
  attributes: z.number(),
  wall: spread,
  processor: spread,
  megabytes: spread,
});

const estimate = z.strictObject({ value: z.number(), lower: z.number(), upper: z.number() });
const attack = z.strictObject({
  attack: z.string(),
  chance: z.number(),
  /** In the order of `sources`. */
  found: z.array(estimate.extend({ sees: z.boolean() })),
});
const attacks = z.strictObject({
  machine,
  compared: z.number(),
  sources: z.array(z.string()),
  attacks: z.array(attack),
});
export type Attacks = z.output<typeof attacks>;

const relations = z.strictObject({
  what: z.string(),
  epsilon: z.number().nullable(),
  /** Total variation of the number of holders, loans and standing orders of an account. */
  degrees: z.strictObject({ holder: spread, loan: spread, standing_order: spread }),
  /** Mean absolute error of shares of loan status, by what the loans are grouped. */
  status: z.strictObject({ region: spread, age: spread, both: spread }),
  /** Loans that the joins found, of one hundred loans; and accounts with exactly one owner. */
  joined: spread,
  oneOwner: spread,
  orphans: z.number(),
  violations: z.number(),
});
export type Relations = z.output<typeof relations>;
const berka = z.strictObject({
  machine,
  fits: z.number(),
  accounts: z.number(),
  loans: z.number(),
  /** At ε = 1: σ in loans of a histogram that is given all of the loans' part of ρ. */
  leastSigma: z.number(),
  groups: z.strictObject({ region: z.number(), age: z.number(), both: z.number() }),
  relations: z.array(relations),
});

export const measuredFile = z.strictObject({ streams: z.number(), adult, published, cost, attacks, berka });
export type MeasuredFile = z.output<typeof measuredFile>;
export type Part = Exclude<keyof MeasuredFile, 'streams'>;

const path = new URL('measured.json', import.meta.url);

export function readMeasured(): MeasuredFile {
  return measuredFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Puts one part in the place of the one that was there. */
export function keepMeasured(changed: Partial<MeasuredFile>): void {
  const before = JSON.parse(readFileSync(path, { encoding: 'utf8', flag: 'a+' }) || '{}');
  writeFileSync(path, `${JSON.stringify(measuredFile.partial().parse({ ...before, ...changed }), null, 2)}\n`);
}

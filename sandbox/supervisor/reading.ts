/** How a program or a question is read: exactly, with noise, or as a training; and on simulation data, with everything visible. */
import { join } from 'node:path';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import { privacySettings, type PrivacySettings } from '#policies/privacy/settings.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { requireOutputs, type Output } from '#policies/procedure/output-contract.ts';
import { requireGiven } from '#policies/procedure/parameters.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import { isPublic } from '#policies/query/locality.ts';
import type { Given } from '#policies/query/parameters.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Simulation } from '../operations.ts';
import { analysePrivately, type PrivateAnalysis } from '../private/analyse.ts';
import { isTraining } from '../private/run.ts';
import { simulatePrivately } from '../private/simulate.ts';
import { analyseFit, isFit, type FitAnalysis } from '../model/analyse.ts';
import { simulateFit } from '../model/simulate.ts';
import { analyseTraining, type TrainAnalysis } from '../private/train-analyse.ts';
import { simulateTraining } from '../private/train-simulate.ts';
import { adviceOf } from './advice.ts';
import { analyseExactly, resolveText, type Analysis } from './analyse.ts';
import { catalogOf } from './catalog.ts';
import { cellKeysOf } from './cell-keys.ts';
import { execute } from './execute.ts';
import type { DomainParts } from './parts.ts';
import type { KeysOf } from './treat-table.ts';

/** What a program asks for with these values. Refuses E_CONTRACT for outputs that it cannot make, E_INPUT for values it does not declare. */
export function readingOf(content: ProgramContent, parameters: readonly Given[]): Outcome<ProgramReading> {
  const declared = requireOutputs('run the program', content);
  if (!declared.ok) return declared;
  const given = requireGiven('run the program', parameters, content.parameters);
  if (!given.ok) return given;
  const { queries, script, lane = 'exact', privacy, release, train, outputs } = content;
  const [query, ...others] = queries;
  const asked = { ...(privacy && { privacy }), ...(release && { release }), ...(train && { train }) };
  const read = { profile: 'standard', lane, outputs, ...asked } as const;
  if (query && others.length === 0 && !script) return accept({ sql: query.sql, parameters, ...read });
  return refuse('E_UNSUPPORTED', 'Cannot run the program: must be one query without a script');
}

export interface Reading {
  readonly sql: string;
  /** Values of `$name` in it. */
  readonly parameters?: readonly Given[] | undefined;
  readonly profile: ProfileName;
  readonly lane: 'exact' | 'private';
  readonly privacy?: PrivacySettings | undefined;
  /** Of an exact table; its profile takes the place of `profile`. */
  readonly release?: ReleaseSettings | undefined;
  readonly train?: TrainSpec | undefined;
}

/** The reading of a program, which has declared what may come of it. */
export interface ProgramReading extends Reading {
  readonly outputs: readonly Output[];
}

/** With noise, from one lane and one ledger. */
export type Noisy = PrivateAnalysis | TrainAnalysis;

/** What reads only public data has one reading, whatever lane was asked for. */
export async function analyseFor(
  { parser, limits, folders }: DomainParts,
  { sql, parameters, profile, lane, privacy, release, train }: Reading,
): Promise<Outcome<Analysis | Noisy | FitAnalysis>> {
  const query = await resolveText({ parser, entries: await catalogOf(folders) }, sql, parameters);
  if (!query.ok) return query;
  const settings = privacySettings.parse(privacy ?? {});
  if ((train || lane === 'private') && release && release.treatment !== 'suppress')
    return refuse('E_TREATMENT', 'Cannot round or perturb: must be a table of the exact lane; got noise or a training');
  if (train) {
    if (lane === 'private') return analyseTraining({ query: query.value, spec: train, settings }, { parser, limits });
    return analyseFit({ query: query.value, spec: train, profile }, parser);
  }
  if (lane === 'exact' || isPublic(query.value.rel))
    return analyseExactly({ parser, limits }, query.value, { profile, ...(release && { release }) });
  return analysePrivately(query.value, settings, { parser, limits });
}

export function isNoisy(analysis: Analysis | Noisy | FitAnalysis): analysis is Noisy {
  return analysis.plan.kind === 'private' || analysis.plan.kind === 'train';
}

export async function simulate(parts: DomainParts, reading: Reading): Promise<Outcome<Simulation>> {
  const analysis = await analyseFor(parts, reading);
  if (!analysis.ok) return analysis;
  if (isNoisy(analysis.value))
    return isTraining(analysis.value)
      ? simulateTraining(parts, analysis.value)
      : simulatePrivately(parts, analysis.value);
  if (isFit(analysis.value)) return simulateFit(parts, analysis.value);
  const databases = analysis.value.entries.map((entry) => ({
    name: entry.id,
    path: join(parts.folders.simulation, `${entry.id}.duckdb`),
  }));
  const { limits, log, folders } = parts;
  const keysOf: KeysOf = (space) => cellKeysOf(folders, space, 'simulation');
  const done = await execute(analysis.value, databases, { limits, log, temp: folders.temp, everything: true, keysOf });
  if (!done.ok) return done;
  const { full, released, verdicts, review } = done.value;
  return accept({
    explanation: analysis.value.explanation,
    table: full ?? released,
    forecast: released,
    verdicts,
    review: [...review],
    advice: [...adviceOf(analysis.value, done.value)],
  });
}

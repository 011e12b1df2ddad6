/** How a program or a question is read: as a table exactly or with noise, as a training, or by a script over rows or cells. */
import type { ProfileName } from '#policies/disclosure/profile.ts';
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import { privacySettings, type PrivacySettings } from '#policies/privacy/settings.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { requireOutputs, type Output } from '#policies/procedure/output-contract.ts';
import { requireGiven } from '#policies/procedure/parameters.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import type { Script } from '#policies/program/script.ts';
import type { ResolvedQuery } from '#policies/query/ir.ts';
import { isPublic } from '#policies/query/locality.ts';
import type { Given } from '#policies/query/parameters.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { wishesOf } from '#policies/simulation/wishes-of.ts';
import { analyseFit, type FitAnalysis } from '../model/analyse.ts';
import { analysePrivately, type PrivateAnalysis } from '../private/analyse.ts';
import type { Explanation } from '../operations.ts';
import type { NoisyAnalysis } from '../private/run.ts';
import { analyseTraining } from '../private/train-analyse.ts';
import { verifyBundle } from '../program/bundle/verify-bundle.ts';
import {
  analyseOverRows,
  analyseOverTable,
  isOverTable,
  type RowsProgramAnalysis,
  type TablesAnalysis,
} from '../program/exact-analyse.ts';
import { analysePrivateProgram, type PrivateProgramAnalysis } from '../program/private-analyse.ts';
import { analyseExactly, resolveText, type Analysis } from './analyse.ts';
import { catalogOf } from './catalog.ts';
import type { DomainParts } from './parts.ts';

/** What a program asks for with these values. Refuses E_CONTRACT for outputs that it cannot make, E_INPUT for values it does not declare. */
export function readingOf(content: ProgramContent, parameters: readonly Given[]): Outcome<ProgramReading> {
  const declared = requireOutputs('run the program', content);
  if (!declared.ok) return declared;
  const given = requireGiven('run the program', parameters, content.parameters);
  if (!given.ok) return given;
  const { queries, script, lane = 'exact', privacy, release, train, outputs } = content;
  const [query, ...others] = queries;
  const form = { ...(release && { release }), ...(train && { train }), ...(script && { script }) };
  const read = { profile: 'standard', lane, outputs, ...(privacy && { privacy }), ...form } as const;
  if (query && others.length === 0) return accept({ sql: query.sql, parameters, ...read });
  return refuse('E_UNSUPPORTED', `Cannot run the program: must have one query; got ${queries.length}`);
}

export interface Reading {
  readonly sql: string;
  /** Values of `$name` in it, and of the parameters of its script. */
  readonly parameters?: readonly Given[] | undefined;
  readonly profile: ProfileName;
  readonly lane: 'exact' | 'private';
  readonly privacy?: PrivacySettings | undefined;
  /** Of an exact table; its profile takes the place of `profile`. */
  readonly release?: ReleaseSettings | undefined;
  readonly train?: TrainSpec | undefined;
  /** Over the rows or cells of the query. */
  readonly script?: Script | undefined;
}

/** The reading of a program, which has declared what may come of it. */
export interface ProgramReading extends Reading {
  readonly outputs: readonly Output[];
}

export type AnyAnalysis = Analysis | NoisyAnalysis | FitAnalysis | TablesAnalysis | RowsProgramAnalysis;

/** What reads only public data has one reading, whatever lane was asked for. */
export async function analyseFor(parts: DomainParts, reading: Reading): Promise<Outcome<AnyAnalysis>> {
  const query = await resolveFor(parts, reading);
  return query.ok ? analyseResolved(parts, query.value, reading) : query;
}

/** What the analysis says, and which simulation data would suit the query. */
export async function explainFor(parts: DomainParts, reading: Reading): Promise<Outcome<Explanation>> {
  const query = await resolveFor(parts, reading);
  if (!query.ok) return query;
  const analysis = await analyseResolved(parts, query.value, reading);
  if (!analysis.ok) return analysis;
  const { wishes, notUnderstood } = wishesOf(query.value, await catalogOf(parts.folders));
  return accept({ ...analysis.value.explanation, wishes: [...wishes], notUnderstood: [...notUnderstood] });
}

async function resolveFor(parts: DomainParts, { sql, parameters }: Reading): Promise<Outcome<ResolvedQuery>> {
  return resolveText({ parser: parts.parser, entries: await catalogOf(parts.folders) }, sql, parameters);
}

async function analyseResolved(
  parts: DomainParts,
  query: ResolvedQuery,
  reading: Reading,
): Promise<Outcome<AnyAnalysis>> {
  const { lane, privacy, release, train, script, profile } = reading;
  if ((train || lane === 'private') && release && release.treatment !== 'suppress')
    return refuse('E_TREATMENT', 'Cannot round or perturb: must be a table of the exact lane; got noise or a training');
  const settings = privacySettings.parse(privacy ?? {});
  if (script) return analyseScript(parts, query, { ...reading, script, settings });
  if (!train) return analyseTable(parts, query, { ...reading, settings });
  if (lane === 'exact') return analyseFit({ query: query, spec: train, profile }, parts.parser);
  return analyseTraining({ query: query, spec: train, settings }, parts);
}

type Settled = Omit<Reading, 'sql' | 'privacy' | 'train'> & { readonly settings: PrivacySettings };

async function analyseTable(
  parts: DomainParts,
  query: ResolvedQuery,
  { profile, lane, release, settings }: Settled,
): Promise<Outcome<Analysis | PrivateAnalysis>> {
  if (lane === 'exact' || isPublic(query.rel))
    return analyseExactly(parts, query, { profile, ...(release && { release }) });
  return analysePrivately(query, settings, parts);
}

/** The bundle first: nothing is said of a program that is not the one in its source. */
async function analyseScript(
  parts: DomainParts,
  query: ResolvedQuery,
  reading: Settled & { readonly script: Script },
): Promise<Outcome<TablesAnalysis | RowsProgramAnalysis | PrivateProgramAnalysis>> {
  const { script, parameters = [], profile, settings } = reading;
  const whole = await verifyBundle(script, { log: parts.log });
  if (!whole.ok) return whole;
  switch (script.mode) {
    case 'map':
    case 'blocks':
      return analysePrivateProgram({ query, script, settings, parameters }, parts);
    case 'rows':
      return analyseOverRows({ script, parameters }, { query, profile }, parts);
    case 'tables': {
      const base = await analyseTable(parts, query, reading);
      return base.ok ? analyseOverTable({ script, parameters }, base.value, parts) : base;
    }
  }
}

/** What the ledger is asked to pay for; undefined in the exact lane. */
export function payableOf(analysis: AnyAnalysis): NoisyAnalysis | undefined {
  const asked = isOverTable(analysis) ? analysis.base : analysis;
  return isNoisy(asked) ? asked : undefined;
}

export function isNoisy(analysis: AnyAnalysis): analysis is NoisyAnalysis {
  return ['private', 'train', 'program'].includes(analysis.plan.kind);
}

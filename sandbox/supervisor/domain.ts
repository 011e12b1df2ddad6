/**
 * The domain: every operation of `operations.ts`, over real and simulation data. It decides on permits, never on who asks.
 */
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import { privacySettings, type PrivacySettings } from '#policies/privacy/settings.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { programContent, type ProgramContent } from '#policies/procedure/program-commands.ts';
import { isPublic } from '#policies/query/locality.ts';
import type { Plan } from '#policies/query/plan.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import { currentSnapshot, listSnapshots, verifySnapshot, type Snapshot } from '../data/snapshot.ts';
import type { DomainDescription, domainOperations, Receipt, Simulation } from '../operations.ts';
import { exportFiles } from '../release/files.ts';
import type { Handlers } from '../rpc.ts';
import { analysePrivately, type PrivateAnalysis } from '../private/analyse.ts';
import type { Account } from '../private/answer.ts';
import { balancesOf } from '../private/balances.ts';
import { readBudgets } from '../private/budgets.ts';
import { prepare, quote } from '../private/quote.ts';
import { isTraining, runPrivately } from '../private/run.ts';
import { simulatePrivately } from '../private/simulate.ts';
import { analyseTraining, type TrainAnalysis } from '../private/train-analyse.ts';
import { simulateTraining } from '../private/train-simulate.ts';
import { Answers } from '../ledger/answers.ts';
import { openLedger } from '../ledger/ledger.ts';
import { analyseExactly, resolveText, type Analysis } from './analyse.ts';
import { readTrust, type Folders } from './config.ts';
import { commitTo } from './commitment.ts';
import { execute, type Database, type ExecuteOptions, type Execution } from './execute.ts';
import { ingestInChild } from './ingest.ts';
import { beginOrder } from './orders.ts';
import type { DomainParts } from './parts.ts';
import { requireOrdered, requireReleased, requireRevealed, type Ordered } from './permits.ts';
import { previewTable } from './preview.ts';
import { admitRelease, auditRun } from '../history/audit.ts';
import { noteOf } from '../history/note.ts';
import { HistoryStore } from '../history/store.ts';
import { Quarantine, resultHash, type Quarantined } from './quarantine.ts';
import { readSimulation } from './simulation.ts';
import { versions } from './versions.ts';

/** @returns the handlers of all operations */
export function openHandlers(parts: DomainParts): Handlers<typeof domainOperations> {
  const { folders } = parts;
  const quarantine = new Quarantine(folders.quarantine);
  const history = new HistoryStore(folders.history);
  const auditing = { store: history, limits: parts.limits, log: parts.log, temp: folders.temp };
  const running = new Map<string, () => void>();
  const account = openAccount(folders);
  return {
    describe: () => describe(folders),
    explain: async (ask) => {
      const analysis = await analyseFor(parts, ask);
      return analysis.ok ? accept(analysis.value.explanation) : analysis;
    },
    simulate: (ask) => simulate(parts, ask),
    preview: ({ table, rows }) => previewTable(parts, table, rows),
    run: async ({ permit, run, content }) => {
      const ordered = requireOrdered(readTrust(folders.trust), { permit, run, content });
      if (!ordered.ok) return ordered;
      const reading = readingOf(ordered.value.content);
      if (!reading.ok) return reading;
      const begun = await beginOrder(folders.orders, run);
      if (!begun.ok) return begun;
      const onStart = (kill: () => void): void => void running.set(run, kill);
      const real = { quarantine, history, account, ordered: ordered.value, run, onStart };
      const ran = await runReal(parts, reading.value, real);
      running.delete(run);
      return ran;
    },
    quote: async ({ content, ...spender }) => {
      const program = programContent.safeParse(content);
      if (!program.success) return refuse('E_INPUT', 'Cannot quote the program: must have the form of a program');
      const reading = readingOf(program.data);
      if (!reading.ok) return reading;
      const analysis = await analyseFor(parts, reading.value);
      if (!analysis.ok) return analysis;
      if (!isNoisy(analysis.value)) return accept({ cached: false });
      if (!account.ok) return account;
      const order = { run: 'this program', spender: { ...spender, program: contentHash(content) } };
      const prepared = await prepare(folders, analysis.value, order);
      return prepared.ok ? quote(account.value, prepared.value.reservation) : prepared;
    },
    budgets: async () => {
      if (!account.ok) return account;
      const found = balancesOf(account.value.ledger, await catalogOf(folders), readBudgets(folders.budgets));
      return found.ok ? accept({ balances: found.value }) : found;
    },
    kill: async ({ run }) => {
      running.get(run)?.();
      return accept({});
    },
    reveal: async ({ permit, run }) => {
      const allowed = requireRevealed(readTrust(folders.trust), permit, run);
      if (!allowed.ok) return allowed;
      const kept = await quarantine.get(run);
      if (!kept.ok) return kept;
      const { table, model, verdicts, review, explanation } = kept.value;
      const finding = await auditRun({ run }, auditing);
      if (!finding.ok) return finding;
      const { verdict, recipes } = finding.value;
      const history = { verdict, recipes: [...recipes] };
      return accept({ table, ...(model && { model }), verdicts, review, explanation, history });
    },
    audit: async (ask) => {
      const finding = await auditRun(ask, auditing);
      return finding.ok ? accept({ verdict: finding.value.verdict }) : finding;
    },
    seal: async ({ run }) => {
      const kept = await quarantine.get(run);
      if (!kept.ok) return kept;
      return accept({ files: exportFiles(run, kept.value).map(({ name, sha256 }) => ({ name, sha256 })) });
    },
    release: async ({ run, submitted, filed, released }) => {
      const kept = await quarantine.get(run);
      if (!kept.ok) return kept;
      const files = exportFiles(run, kept.value);
      const result = { run, resultHash: resultHash(kept.value), files };
      const allowed = requireReleased(readTrust(folders.trust), { submitted, filed, released }, result);
      if (!allowed.ok) return allowed;
      const known = await history.alone(() => admitRelease(kept.value, auditing));
      if (!known.ok) return known;
      return accept({
        files: files.map(({ name, sha256, bytes }) => ({ name, sha256, base64: bytes.toString('base64') })),
      });
    },
    purge: async ({ run }) => {
      await quarantine.purge(run);
      await history.alone(() => history.purge(run));
      return accept({});
    },
    ingest: ({ entry, files, options }) =>
      ingestInChild({ entry, files, options, root: folders.snapshots, now: new Date().toISOString() }, parts.log),
  };
}

/** The books are opened once, and what a crash left reserved but never opened is free again. Broken books refuse every private run. */
function openAccount(folders: Folders): Outcome<Account> {
  const opened = openLedger(folders.ledger);
  if (!opened.ok) return opened;
  const recovered = opened.value.recover();
  if (!recovered.ok) return recovered;
  return accept({ ledger: opened.value, answers: new Answers(folders.answers, opened.value) });
}

async function describe(folders: Folders): Promise<Outcome<DomainDescription>> {
  const snapshots = await currentSnapshots(folders);
  return accept({
    tier: 'T0',
    versions,
    snapshots: snapshots.map(({ entryId, snapshotId, manifest }) => ({
      entry: entryId,
      snapshot: snapshotId,
      entryHash: manifest.entryHash,
      contentHash: manifest.contentHash,
    })),
  });
}

async function currentSnapshots(folders: Folders): Promise<readonly Snapshot[]> {
  const ids = new Set((await listSnapshots(folders.snapshots)).map((ref) => ref.entryId));
  const found = await Promise.all([...ids].map((id) => currentSnapshot(folders.snapshots, id)));
  return found.flatMap((snapshot) => (snapshot.ok ? [snapshot.value] : []));
}

/** The catalog as the domain knows it: the entry that each snapshot was published with, else that of its simulation. */
async function catalogOf(folders: Folders): Promise<readonly CatalogEntry[]> {
  const simulated = await readSimulation(folders.simulation);
  const published = (await currentSnapshots(folders)).map((snapshot) => snapshot.manifest.entry);
  return [...new Map([...simulated, ...published].map((entry) => [entry.id, entry])).values()];
}

/** What a program asks for. */
function readingOf({ queries, script, lane = 'exact', privacy, train }: ProgramContent): Outcome<Reading> {
  const [query, ...others] = queries;
  if (query && others.length === 0 && !script)
    return accept({ sql: query.sql, profile: 'standard', lane, ...(privacy && { privacy }), ...(train && { train }) });
  return refuse('E_UNSUPPORTED', 'Cannot run the program: must be one query without a script');
}

interface Reading {
  readonly sql: string;
  readonly profile: ProfileName;
  readonly lane: 'exact' | 'private';
  readonly privacy?: PrivacySettings | undefined;
  readonly train?: TrainSpec | undefined;
}

/** With noise, from one lane and one ledger. */
type Noisy = PrivateAnalysis | TrainAnalysis;

/** What reads only public data has one reading, whatever lane was asked for. */
async function analyseFor(
  { parser, limits, folders }: DomainParts,
  { sql, profile, lane, privacy, train }: Reading,
): Promise<Outcome<Analysis | Noisy>> {
  const query = await resolveText({ parser, entries: await catalogOf(folders) }, sql);
  if (!query.ok) return query;
  const settings = privacySettings.parse(privacy ?? {});
  if (train) {
    if (lane === 'private') return analyseTraining({ query: query.value, spec: train, settings }, { parser, limits });
    return refuse('E_UNSUPPORTED', 'Cannot train: must be in the private lane; got the exact one');
  }
  if (lane === 'exact' || isPublic(query.value.rel)) return analyseExactly({ parser, limits }, query.value, profile);
  return analysePrivately(query.value, settings, { parser, limits });
}

function isNoisy(analysis: Analysis | Noisy): analysis is Noisy {
  return analysis.plan.kind === 'private' || analysis.plan.kind === 'train';
}

async function simulate(parts: DomainParts, reading: Reading): Promise<Outcome<Simulation>> {
  const analysis = await analyseFor(parts, reading);
  if (!analysis.ok) return analysis;
  if (isNoisy(analysis.value))
    return isTraining(analysis.value)
      ? simulateTraining(parts, analysis.value)
      : simulatePrivately(parts, analysis.value);
  const databases = analysis.value.entries.map((entry) => ({
    name: entry.id,
    path: join(parts.folders.simulation, `${entry.id}.duckdb`),
  }));
  const done = await runPlan(parts, analysis.value, databases, { everything: true });
  if (!done.ok) return done;
  const { full, released, verdicts, review } = done.value;
  return accept({
    explanation: analysis.value.explanation,
    table: full ?? released,
    forecast: released,
    verdicts,
    review: [...review],
  });
}

function runPlan(
  { limits, log, folders }: DomainParts,
  analysis: Analysis,
  databases: readonly Database[],
  more: Pick<ExecuteOptions, 'everything' | 'membership' | 'onStart'>,
): Promise<Outcome<Execution>> {
  return execute(analysis, databases, { limits, log, temp: folders.temp, ...more });
}

interface RealRun {
  readonly quarantine: Quarantine;
  readonly history: HistoryStore;
  readonly account: Outcome<Account>;
  readonly ordered: Ordered;
  readonly run: string;
  readonly onStart: (kill: () => void) => void;
}

/** Everything that can be refused by text is refused before a snapshot is opened; after that only E_EXEC is said. */
async function runReal(parts: DomainParts, reading: Reading, real: RealRun): Promise<Outcome<Receipt>> {
  const { history, run, onStart } = real;
  const analysis = await analyseFor(parts, reading);
  if (!analysis.ok) return analysis;
  if (isNoisy(analysis.value)) return runWithNoise(parts, analysis.value, real);
  const snapshots: Snapshot[] = [];
  for (const entry of analysis.value.entries) {
    const snapshot = await currentSnapshot(parts.folders.snapshots, entryId(entry.id));
    if (!snapshot.ok) return snapshot;
    const verified = await verifySnapshot(snapshot.value.folder);
    if (!verified.ok) return refuse('E_EXEC', 'Cannot complete the run');
    snapshots.push(snapshot.value);
  }
  const databases = snapshots.map(({ entryId, data }) => ({ name: entryId, path: data }));
  const membership = await history.draft(run);
  const done = await runPlan(parts, analysis.value, databases, { membership, onStart });
  if (!done.ok) {
    await history.draft(run);
    return refuse('E_EXEC', 'Cannot complete the run');
  }
  const { released: table, verdicts, review } = done.value;
  const { explanation, plan } = analysis.value;
  return keep(parts, { run, plan, table, verdicts, review: [...review], explanation, snapshots }, real);
}

/** Noise protects what leaves: nothing of it is compared with other releases, for the ledger has counted it. */
async function runWithNoise(parts: DomainParts, analysis: Noisy, real: RealRun): Promise<Outcome<Receipt>> {
  const { account, ordered, run, onStart } = real;
  if (!account.ok) return account;
  const { vendor, agreement, hash, epsilon } = ordered;
  const spender = { vendor, agreement, program: hash, ...(epsilon !== undefined && { epsilon }) };
  const done = await runPrivately(parts, analysis, { run, spender, account: account.value, onStart });
  if (!done.ok) return done;
  const { answered, ...result } = done.value;
  const { plan, explanation } = analysis;
  const post = plan.kind === 'train' ? { rel: plan.input, columns: [] } : plan.post;
  const open = { kind: 'open', post, used: plan.used } as const;
  const kept = await keep(parts, { run, plan: open, ...result, verdicts: {}, review: [], explanation }, real);
  if (!kept.ok) return kept;
  const { cached, head } = answered;
  const { rho, delta } = plan.cost;
  const privacy = { space: plan.space, rho: String(rho), delta: String(delta), cached, ...(head && { ledger: head }) };
  return accept({ ...kept.value, privacy });
}

interface Finished extends Pick<Quarantined, 'run' | 'table' | 'model' | 'verdicts' | 'review' | 'explanation'> {
  readonly plan: Plan;
  readonly snapshots: readonly Snapshot[];
}

function keep(
  parts: DomainParts,
  { plan, snapshots, ...result }: Finished,
  { quarantine, history }: RealRun,
): Promise<Outcome<Receipt>> {
  const sources = snapshots.map(({ entryId, snapshotId, manifest }) => ({
    entry: entryId,
    snapshot: snapshotId,
    commitment: commitTo(parts.folders, manifest.contentHash),
  }));
  const ids = sources.map(({ entry, snapshot }) => `${entry}/${snapshot}`);
  return history.alone(async () => {
    const noted = await history.keep(noteOf({ run: result.run, plan, snapshots: ids, table: result.table }));
    return noted.ok ? accept(receiptOf(await quarantine.put({ ...result, sources }))) : noted;
  });
}

function receiptOf(kept: Quarantined): Receipt {
  return {
    resultHash: resultHash(kept),
    rows: kept.table.rows.length,
    suppressedCells: kept.table.hidden.flat().filter(Boolean).length,
    verdicts: Object.keys(kept.verdicts) as Receipt['verdicts'],
    columns: kept.table.columns.map(({ name, type }) => ({ name, type })),
    tier: 'T0',
    sources: [...kept.sources],
  };
}

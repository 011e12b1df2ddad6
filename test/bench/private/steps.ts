/**
 * A private query from its text to its answer, without the wait for the tick: what a vendor would wait for if time told nothing. The
 * workers are processes, so this is wall clock.
 *
 * @see query-and-privacy.md §3.8, §3.9
 */
import { openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { attosPerDelta } from '#policies/privacy/cost.ts';
import { unwrap } from '#policies/refusal.ts';
import { attoDelta, nanoRho, sha256 } from '#policies/units.ts';
import { hashFile } from '#sandbox/data/fingerprint.ts';
import { Answers } from '#sandbox/ledger/answers.ts';
import { openLedger } from '#sandbox/ledger/ledger.ts';
import { openRandomness } from '#sandbox/ledger/randomness.ts';
import { verifyPrivate } from '#sandbox/private/manifest.ts';
import { askCells, paidAnswer, type Account } from '#sandbox/private/answer.ts';
import { measureReleases, postProcess, type PerformOptions } from '#sandbox/private/perform.ts';
import { simulatePrivately } from '#sandbox/private/simulate.ts';
import { lazyProcesses } from '#sandbox/program/lazy-processes.ts';
import { foldersOf, limits, makeFolders } from '#sandbox/supervisor/config.ts';
import type { Parser } from '#sandbox/supervisor/parser.ts';
import { generateSimulation } from '#synth/generate.ts';
import { accept } from '#policies/refusal.ts';
import { analyseText } from '../../accuracy/lane.ts';
import { least, median, repeat, type Timing } from '../measure.ts';
import { milliseconds, type Table } from '../table.ts';
import { rideEntry } from './rides.ts';
import { rideQuery, type Key, type Rides } from './tiers.ts';

export interface StepOptions {
  /** An empty folder on the disk of the ledger. */
  readonly root: string;
  readonly times: number;
}

type Step = readonly [name: string, timing: Timing];

export async function stepTable(rides: Rides, parser: Parser, options: StepOptions): Promise<Table> {
  const steps: Step[] = [];
  for (const key of ['g100', 'g10k'] as const) steps.push(...(await timeQuery(rides, parser, { ...options, key })));
  steps.push(...timeLedger(options), ...(await timeSimulation(parser, options)));
  return {
    title: 'A private query without the wait for its tick, by wall clock',
    columns: ['step', 'median ms', 'least ms'],
    rows: steps.map(([name, timing]) => [
      name,
      milliseconds(median(timing, 'wall')),
      milliseconds(least(timing, 'wall')),
    ]),
  };
}

async function timeQuery(
  { sizes, plain, published }: Rides,
  parser: Parser,
  { root, times, key }: StepOptions & { readonly key: Key },
): Promise<readonly Step[]> {
  const entry = rideEntry(sizes);
  const ask = async () => unwrap(await analyseText({ entries: [entry], parser }, rideQuery(key)));
  const analysis = await ask();
  const folder = join(root, key);
  const options = await performOptions(folder);
  const account = anAccount(folder);
  const sourceHash = await hashFile(plain);
  const check = async () => void unwrap(await verifyPrivate(published, { entry, sourceHash }));
  let run = 0;
  const answer = async (canon: number): Promise<void> => {
    await check();
    const reservation = aReservation((run += 1), canon, analysis.plan.cost);
    const measure = async () => {
      const measured = await measureReleases(analysis, [{ name: entry.id, path: published }], options);
      return measured.ok ? accept(measured.value.cells) : measured;
    };
    const { answer: cells } = unwrap(await paidAnswer(account, reservation, askCells(measure)));
    unwrap(await postProcess(analysis, cells, [], options));
  };
  const cold = await repeat(times, () => answer(run));
  const cached = await repeat(times, () => answer(0));
  return [
    [`${key}: analyse (parse → plan → bind)`, await repeat(times, ask)],
    [`${key}: hash of the private file, once per run`, await repeat(times, check)],
    [`${key}: cold (hash, reserve, measure, noise, keep, commit, post-process)`, cold],
    [`${key}: cached (hash, find, post-process)`, cached],
  ];
}

async function performOptions(folder: string): Promise<PerformOptions> {
  const temp = join(folder, 'temp');
  await mkdir(temp, { recursive: true });
  return { limits, log: openSync(join(folder, 'log'), 'a'), temp, random: openRandomness(), salt: 'bench' };
}

function anAccount(folder: string): Account {
  const ledger = unwrap(openLedger(join(folder, 'ledger.sqlite')));
  return { ledger, answers: new Answers(folder, ledger) };
}

function aReservation(run: number, canon: number, cost: { rho: bigint; delta: bigint }) {
  const cap = { rho: nanoRho(10n ** 15n), delta: attoDelta(attosPerDelta) };
  return {
    run: `run-${run}`,
    canon: sha256(canon.toString(16).padStart(64, '0')),
    cost: { rho: nanoRho(cost.rho), delta: attoDelta(cost.delta) },
    scopes: ['space/person', 'agreement/a', 'recipient/v@a', 'program/p'].map((scope) => ({ scope, cap })),
  };
}

/** Reserve, open and commit: three entries, each on disk before the next. */
function timeLedger({ root }: StepOptions): readonly Step[] {
  const ledger = unwrap(openLedger(join(root, 'ledger.sqlite')));
  const samples = Array.from({ length: 100 }, (_, run) => {
    const start = performance.now();
    const reservation = aReservation(run, run, { rho: 1_000n, delta: 0n });
    unwrap(ledger.reserve(reservation));
    unwrap(ledger.open(reservation.run));
    unwrap(ledger.commit(reservation.run, reservation.canon));
    return { wall: performance.now() - start, cpu: 0 };
  });
  return [['ledger: reserve, open and commit, on disk', { samples }]];
}

/** A hundred thousand simulated rows. */
async function timeSimulation(parser: Parser, { root, times }: StepOptions): Promise<readonly Step[]> {
  const entry: CatalogEntry = rideEntry({ units: 10_000, rowsPerUnit: 10 });
  const folders = foldersOf(join(root, 'domain'));
  makeFolders(folders);
  await generateSimulation([entry], { dir: folders.simulation, seed: 7, scale: 1 });
  const analysis = unwrap(await analyseText({ entries: [entry], parser }, rideQuery('g100')));
  const log = openSync(folders.log, 'a');
  const processes = lazyProcesses({ folder: folders.programs, log });
  const parts = { folders, limits, log, parser, onFailure: () => undefined, processes };
  const simulate = () => simulatePrivately(parts, analysis);
  return [['g100: simulate over 100,000 rows', await repeat(times, async () => unwrap(await simulate()))]];
}

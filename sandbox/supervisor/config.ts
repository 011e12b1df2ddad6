/** What the supervisor is started with: where its folders are, whom it believes, how much a worker may use. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isolationTier, type IsolationTier } from '#policies/isolation.ts';
import type { TickClass } from '#policies/privacy/tick.ts';
import { bytes, millis, type Bytes, type Millis } from '#policies/units.ts';

/** The domain's own copy of the keys that it believes; written once, by the custodian. */
export const trustSchema = z.strictObject({
  origin: z.string(),
  logKey: z.string(),
  witnessKeys: z.array(z.string()),
  quorum: z.number().int().min(0),
});

export interface Folders {
  readonly snapshots: string;
  readonly simulation: string;
  /** Nothing is known but what has simulation data: it is somebody's own set. */
  readonly simulationOnly?: true;
  readonly quarantine: string;
  readonly orders: string;
  readonly history: string;
  readonly decisions: string;
  readonly answers: string;
  readonly ledger: string;
  readonly budgets: string;
  readonly ticks: string;
  /** The custodian's settings for programs, and where their worker's text is kept. */
  readonly programSettings: string;
  readonly programs: string;
  /** What compares fitted models with real rows: the owner's alone. */
  readonly reports: string;
  readonly temp: string;
  readonly trust: string;
  readonly log: string;
}

/** Everything of the domain lies below one folder of mode 0700. */
export function foldersOf(root: string): Folders {
  return {
    snapshots: join(root, 'snapshots'),
    simulation: join(root, 'simulation'),
    quarantine: join(root, 'quarantine'),
    orders: join(root, 'orders'),
    history: join(root, 'history'),
    decisions: join(root, 'decisions'),
    answers: join(root, 'answers'),
    ledger: join(root, 'ledger.sqlite'),
    budgets: join(root, 'budgets.json'),
    ticks: join(root, 'ticks.json'),
    programSettings: join(root, 'programs.json'),
    programs: join(root, 'programs'),
    reports: join(root, 'reports'),
    temp: join(root, 'temp'),
    trust: join(root, 'trust.json'),
    log: join(root, 'domain.log'),
  };
}

export function makeFolders(folders: Folders): void {
  const { snapshots, simulation, quarantine, orders, history, decisions, answers, programs, reports, temp } = folders;
  const all = [snapshots, simulation, quarantine, orders, history, decisions, answers, programs, reports, temp];
  for (const folder of all) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}

/** @throws Error when the file is missing or not a trust file: a domain without keys believes nobody and must not start */
export function readTrust(path: string): z.output<typeof trustSchema> {
  return trustSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

export interface Limits {
  readonly queryMemory: Bytes;
  readonly queryEngineMb: number;
  readonly queryDeadline: Millis;
  readonly parserMemory: Bytes;
  readonly parserDeadline: Millis;
  /** One thread, so that sums of floating-point numbers do not depend on scheduling. @see programs.md finding 11 */
  readonly threads: number;
  readonly resultRows: number;
  /** When a private run answers, whatever happens. */
  readonly tick: (tick: TickClass) => Millis;
  /** Whether programs are compiled to machine code: faster for some, and a larger surface to attack. @see programs.md finding 12 */
  readonly jit: boolean;
  /** The one isolation tier that programs run in; the best that holds where the custodian named none. */
  readonly tier?: IsolationTier;
}

const mebibyte = 1024 * 1024;

export const limits: Limits = {
  queryMemory: bytes(6144 * mebibyte),
  queryEngineMb: 3072,
  queryDeadline: millis(120_000),
  parserMemory: bytes(1536 * mebibyte),
  parserDeadline: millis(10_000),
  threads: 1,
  resultRows: 100_000,
  tick: ({ window }) => window,
  jit: false,
};

const milliseconds = z.int().min(1).max(3_600_000);
const ticks = z.strictObject({ short: milliseconds, medium: milliseconds, long: milliseconds });

const programs = z.strictObject({ jit: z.boolean().default(false), tier: isolationTier.exactOptional() });

/**
 * The limits, with ticks of the custodian's own where `ticks.json` has been written before the start: tests have short ones. Nobody outside
 * the domain can: a tick that is shorter than some runs would tell which those were. `programs.json` says whether programs are compiled, and in which
 * tier they run where that is not to be the best one.
 *
 * @throws Error when a file is there and not sound: a domain with unclear limits must not start
 */
export function readLimits(folders: Pick<Folders, 'ticks' | 'programSettings'>): Limits {
  const own = readOwn(folders.ticks, ticks);
  const settings = readOwn(folders.programSettings, programs);
  return { ...limits, ...(own && { tick: ({ name }) => millis(own[name]) }), ...settings };
}

function readOwn<T>(path: string, form: z.ZodType<T>): T | undefined {
  return existsSync(path) ? form.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

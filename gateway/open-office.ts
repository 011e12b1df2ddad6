/** Opens everything of one installation, in one folder, for one process at a time. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IsolationTier } from '#policies/isolation.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { yearsAfter } from '#policies/procedure/term.ts';
import { instant, type Instant } from '#policies/units.ts';
import { createDomain, openDomain } from '#sandbox/door.ts';
import { theAccess } from './access/access.ts';
import { countAllPersonal, finishErasures } from './erase.ts';
import { workOff, type Desk } from './jobs.ts';
import { failInterruptedFits } from './perform-fit.ts';
import { failInterrupted, performRunJob } from './perform-run.ts';
import { pickUp } from './pick-up.ts';
import type { Office, Settings } from './office.ts';
import { Meter } from './products/meter.ts';
import { failInterruptedSets } from './simulation/sets.ts';
import type { Audited } from './record/audit.ts';
import type { Lease } from './record/job-table.ts';
import { runKind } from './run-job.ts';
import { openKeyring } from './record/keyring.ts';
import { openKeys, type Ciphers } from './record/keys.ts';
import { openWriter } from './record/open-writer.ts';
import { openWitnesses, requireVouched, seldom } from './record/witnesses.ts';
import { everyNight, selfCheck } from './self-check.ts';
import { keepTime, startTimekeeper } from './timekeeper.ts';
import { versions } from './versions.ts';

/** Name of the log of an installation that was not given another. */
export const defaultOrigin = 'sluice.local/record';

/** Of a demonstration: the operator is authorized for three years from now. */
export function defaultSettings(from: Instant): Settings {
  return { authorizedUntil: yearsAfter(from, 3), profile: 'guangzhou', reviewsNeeded: 2 };
}

/** Root of the domain of an installation. */
export function domainOf(dir: string): string {
  return join(dir, 'domain');
}

const lockFile = 'gateway.lock';

export interface OpenOptions {
  /** Name of the log, for good. */
  readonly origin?: string;
  /** Folder of the installation; made when absent. */
  readonly dir: string;
  readonly settings?: Settings;
  /** Where the record is kept: in the folder, or in PostgreSQL, which several gateways may share. */
  readonly store?: { readonly kind: 'sqlite' } | { readonly kind: 'postgres'; readonly url: string };
  readonly clock?: () => Instant;
  /** How often the timekeeper looks, in milliseconds; a deadline is a day, so a minute is soon enough. */
  readonly lookEvery?: number;
  readonly onError?: (error: unknown) => void;
  /** By what it signs, and encrypts what is new; `both` is for good. */
  readonly ciphers?: Ciphers;
  /** Of the keyring, SLUICE_PASSPHRASE where not given; without one its master key lies in its folder as it is. */
  readonly passphrase?: string | undefined;
}

export interface OpenOffice extends Office, AsyncDisposable {
  /** Compares the whole record, while it goes on; what came of it stands in the record as `record.checked`. */
  readonly selfCheck: () => Promise<Outcome<Audited>>;
  /** Runs that were under way when the last process ended, now failed. */
  readonly interrupted: readonly string[];
}

/** @throws Error when another process has the installation open, or when its record does not verify */
export async function openOffice({
  dir,
  clock = now,
  lookEvery = 60_000,
  onError = report,
  settings = defaultSettings(clock()),
  store = { kind: 'sqlite' },
  ciphers = 'international',
  passphrase = process.env['SLUICE_PASSPHRASE'],
  origin = defaultOrigin,
}: OpenOptions): Promise<OpenOffice> {
  mkdirSync(join(dir, 'bundles'), { recursive: true, mode: 0o700 });
  const release = lock(join(dir, lockFile));
  const keys = openKeys(join(dir, 'keys'), origin, ciphers);
  const keyring = openKeyring(join(dir, 'keyring'), {
    passphrase,
    cipher: keys.sm2 ? 'sm4-ctr-hmac-sm3' : 'aes-256-gcm',
  });
  const tell = seldom((detail) => onError(new Error(detail)), Date.now);
  const { witnesses, trust } = openWitnesses({ dir, keys, clock: Date.now });
  const record = unwrap(
    await openWriter({
      store: store.kind === 'sqlite' ? { kind: 'sqlite', file: join(dir, 'record', 'record.db') } : store,
      logKey: join(dir, 'keys', 'log.key'),
      origin,
      // Which policies of access decide stands in every event; it is no matter of a certificate, as {@link codeVersions} has it.
      versions: { ...versions, access: theAccess().hash },
      law: new URL('./law.ts', import.meta.url).href,
      witnesses,
      quorum: trust.quorum,
      onDissent: tell,
    }),
  );
  const vouched = await requireVouched(record, { witnesses, quorum: trust.quorum, tell });
  if (!vouched.ok) {
    await record[Symbol.asyncDispose]();
    unwrap(vouched);
  }
  const root = domainOf(dir);
  createDomain(root, trust);
  const domain = openDomain(root);
  let tier: IsolationTier = 'T0';
  let runs: Desk | undefined;
  const office: Office = {
    record,
    domain,
    tier: () => tier,
    learnTier: async () => {
      const told = await domain.isolation({});
      if (told.ok) ({ tier } = told.value);
    },
    keys,
    keyring,
    trust,
    clock,
    meter: new Meter(join(dir, 'calls.db')),
    newId,
    settings,
    onError,
    bundles: join(dir, 'bundles'),
    domainRoot: root,
    name: nameIn(dir),
    wake: () => runs?.soon(),
  };
  await record.requests.letGo(office.name);
  const interrupted = await failInterrupted(office);
  await failInterruptedFits(office);
  failInterruptedSets(office);
  await pickUp(office);
  const { name: holder } = office;
  const perform = (lease: Lease) => performRunJob(office, lease);
  runs = workOff(record.jobs, { kind: runKind, holder, perform, due: () => Date.parse(clock()), onError });
  await finishErasures(office);
  reportPersonal(office);
  const check = () => selfCheck(office);
  const endNights = everyNight(async () => unwrap(await check()), onError);
  await keepTime(office);
  const timekeeper = startTimekeeper(office, lookEvery);
  return {
    ...office,
    selfCheck: check,
    interrupted,
    [Symbol.asyncDispose]: async () => {
      endNights();
      await timekeeper[Symbol.asyncDispose]();
      runs?.[Symbol.dispose]();
      office.meter[Symbol.dispose]();
      await domain[Symbol.asyncDispose]();
      await record[Symbol.asyncDispose]();
      release();
    },
  };
}

/** Opening goes on: the record is whole, and the documents do not depend on what cannot be read. */
function reportPersonal(office: Office): void {
  const { lost, broken } = countAllPersonal(office);
  if (lost + broken === 0) return;
  const told = `${lost} without a key, ${broken} with one that does not open them`;
  office.onError(new Error(`Cannot read personal texts: must have the keys of all that was not erased; got ${told}`));
}

function now(): Instant {
  return instant(new Date().toISOString());
}

function report(error: unknown): void {
  console.error(error instanceof Error ? error.message : 'failed');
}

/** The name of the gateway of this installation, made once. */
function nameIn(dir: string): string {
  const file = join(dir, 'gateway.name');
  if (!existsSync(file)) writeFileSync(file, newId('gateway'), { flush: true });
  return readFileSync(file, 'utf8');
}

/** Letters and digits, so that an id is a name everywhere. */
function newId(prefix: string): string {
  return `${prefix}-${BigInt(`0x${randomBytes(6).toString('hex')}`).toString(36)}`;
}

/** One process per installation: two writers of one record would each sign a log of their own. */
function lock(file: string): () => void {
  const holder = holderOf(file);
  if (holder !== process.pid && isAlive(holder)) {
    throw new Error(`Cannot open the installation: process ${holder} has it open`);
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function holderOf(file: string): number {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
}

/** Whether a process has the installation open now: then it is asked through that one. */
export function isOpen(dir: string): boolean {
  return isAlive(holderOf(join(dir, lockFile)));
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else is one all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

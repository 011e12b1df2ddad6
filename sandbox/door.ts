/**
 * The door: all that the gateway may import of the sandbox. It starts the domain as a process of its own and passes questions in and
 * answers out. It knows no path below the domain's root and opens no port; what it returns has the shapes of `operations.ts`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytes } from '#policies/units.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import type { TickName } from '#policies/privacy/tick.ts';
import { refuse } from '#policies/refusal.ts';
import { startChild, type Child } from './child.ts';
import { domainOperations } from './operations.ts';
import { connect, type Client } from './rpc.ts';
import { describeMachine, type MachineReport } from './program/tiers/machine.ts';
import { foldersOf, makeFolders, trustSchema } from './supervisor/config.ts';

export type { DomainDescription, Explanation, Receipt, ResultTable, Revealed, Simulation } from './operations.ts';

export { domainOperations } from './operations.ts';
export type { ModelEvidence, ResultEvidence } from './release/evidence-form.ts';
export { bundleProgram } from './program/bundle/bundle-program.ts';
export { verifyBundle } from './program/bundle/verify-bundle.ts';
export { modelPath } from './fit/keep.ts';
export type { MachineReport } from './program/tiers/machine.ts';
export type { TierReport } from './program/tiers/examine.ts';

export type DomainOperations = Client<typeof domainOperations>;

export interface Domain extends DomainOperations, AsyncDisposable {
  /** Process id of the supervisor that answers now. */
  pid(): number;
}

const supervisorMemory = bytes(2 * 1024 ** 3);

/**
 * Makes a new domain: its folders and its own copy of the keys that it will believe. Does nothing where there is one already:
 * a domain's trust is changed by its custodian, not by whoever starts it.
 */
export function createDomain(root: string, trust: Trust): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const folders = foldersOf(root);
  makeFolders(folders);
  if (existsSync(folders.trust)) return;
  const { origin, logKey, witnessKeys, quorum } = trust;
  const kept = trustSchema.parse({ origin, logKey, witnessKeys, quorum });
  writeFileSync(folders.trust, JSON.stringify(kept), { mode: 0o400 });
}

/** When private runs and programs answer, in milliseconds: for a domain of artificial data, before it is opened, by its custodian. */
export function setTicks(root: string, ticks: Readonly<Record<TickName, number>>): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  writeFileSync(foldersOf(root).ticks, JSON.stringify(ticks), { mode: 0o400 });
}

/** Where the generator leaves simulation data for the domain. It holds no real row, so the gateway may write it. */
export function simulationFolder(root: string): string {
  return foldersOf(root).simulation;
}

/** Lets the owner of an entry's data see, on the terminal of this process, what the private lane leaves out of it; nothing is returned. */
export async function showPublication(root: string, entry: string): Promise<void> {
  await onTerminal(new URL('./private/owner.ts', import.meta.url), [root, entry]);
}

/**
 * Lets the owner see, likewise, how far a fit is or what its report says; `out` is the file that the page is written to.
 *
 * @returns the exit code
 */
export function showFit(root: string, fit: string, out = ''): Promise<number> {
  return onTerminal(new URL('./fit/owner.ts', import.meta.url), [root, fit, out]);
}

async function onTerminal(module: URL, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fileURLToPath(module), ...args], {
    env: {},
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await once(child, 'exit');
  return child.exitCode ?? 1;
}

/** Tries every isolation tier on this machine, in a folder of its own; no domain and no row is there. */
export async function examineMachine(): Promise<MachineReport> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-doctor-'));
  const log = openSync(join(folder, 'log'), 'a', 0o600);
  try {
    return await describeMachine({ folder, log });
  } finally {
    closeSync(log);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the supervisor, and starts it again when it has died; questions that were open then are answered with E_DOMAIN_DOWN. */
export function openDomain(root: string): Domain {
  const log = openSync(foldersOf(root).log, 'a', 0o600);
  let closed = false;
  let live: { readonly child: Child; readonly ask: DomainOperations } | undefined;
  const start = () => {
    const child = startChild({
      module: new URL('./supervisor/main.ts', import.meta.url),
      args: [root],
      log,
      maxMemory: supervisorMemory,
    });
    live = { child, ask: connect(child.stream, { operations: domainOperations, gone: 'E_DOMAIN_DOWN' }) };
    return live;
  };
  const current = () => (live && !live.child.stream.destroyed ? live : start());
  const operations = Object.fromEntries(
    Object.keys(domainOperations).map((op) => [
      op,
      async (body: never) =>
        closed
          ? refuse('E_DOMAIN_DOWN', 'Cannot ask the domain: it is closed')
          : current().ask[op as keyof DomainOperations](body),
    ]),
  ) as unknown as DomainOperations;
  return {
    ...operations,
    pid: () => current().child.pid,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      live?.child.kill();
      await live?.child.ended;
    },
  };
}

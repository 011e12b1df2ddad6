/** Where the workers of programs come from: the best tier that holds on this machine, and a few workers of it kept warm. */
import type { ProcessSource } from './guest.ts';
import { launch } from './launch.ts';
import { openPool } from './pool.ts';
import type { IsolationTier } from '#policies/isolation.ts';
import { bestConfinement } from './tiers/examine.ts';
import { requireVersions } from './versions.ts';
import { keepWorker, workerCommand } from './worker-command.ts';

export interface ProcessOptions {
  /** Where the worker's text is kept; below the domain's root. */
  readonly folder: string;
  /** Descriptor of the owner's log. */
  readonly log: number;
  /** This one and no other. */
  readonly tier?: IsolationTier;
  /** So many started workers of each kind wait for a run. */
  readonly spare?: number;
  /** Text of the worker, where it is not ours. */
  readonly worker?: string;
}

/** @throws Error when no tier holds, or the one asked for does not, or Node or isolated-vm is too old */
export async function openProcesses(options: ProcessOptions): Promise<ProcessSource> {
  const { folder, log, spare = 1 } = options;
  requireVersions();
  const confinement = await bestConfinement({ folder, log }, options.tier);
  const script = keepWorker(folder, options.worker ?? (await ownWorker()));
  const pool = openPool({ start: (kind) => launch(confinement, workerCommand({ script, ...kind }), log), spare });
  return { ...pool, tier: confinement.tier };
}

async function ownWorker(): Promise<string> {
  const { buildWorker } = await import('./worker-build.ts');
  return buildWorker();
}

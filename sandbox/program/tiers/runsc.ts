/**
 * T3: gVisor, a kernel of its own between the worker and the machine's. Its bundle shows the same files as T2. No machine of the project's
 * tests has it: like every tier it counts only where the self-test finds that it holds.
 *
 * @see programs.md §A.3; gvisor.dev; the OCI runtime specification, config.md
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Confinement, Inside } from './confinement.ts';
import { librariesOf } from './libraries.ts';
import { requireProgram } from './system-programs.ts';

export const runsc: Confinement = {
  tier: 'T3',
  name: 'gVisor',
  programs: ['runsc', 'ldd'],
  remedy: 'Optional: install gVisor, see gvisor.dev/docs/user_guide/install.',
  ownKernel: true,
  wrap: (inside) => {
    const bundle = bundleFor(inside);
    const options = ['--rootless', '--network=none', '--ignore-cgroups', `--root=${join(bundle, 'state')}`];
    const run = ['run', `--bundle=${bundle}`, '--pass-fd=3:3', `program-${process.pid}-${started++}`];
    return { file: requireProgram('runsc'), args: [...options, ...run] };
  },
};

let started = 0;
const bundles = new Map<string, string>();

/** One folder for all workers of one command; the system clears it away with its other temporary files. */
function bundleFor(inside: Inside): string {
  const config = JSON.stringify(ociConfig(inside));
  const before = bundles.get(config);
  if (before !== undefined) return before;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-runsc-'));
  mkdirSync(join(folder, 'rootfs'));
  writeFileSync(join(folder, 'config.json'), config);
  bundles.set(config, folder);
  return folder;
}

/** The container: nobody, no capabilities, the same limits as elsewhere, and every file read-only at its own path. */
export function ociConfig({ file, args, reads }: Inside): object {
  const native = reads.filter((path) => path.endsWith('.node'));
  const files = [file, ...librariesOf([file, ...native]), ...reads];
  const nobody = { uid: 65_534, gid: 65_534 };
  return {
    ociVersion: '1.0.2',
    process: {
      user: nobody,
      args: [file, ...args],
      env: ['TZ=UTC'],
      cwd: '/',
      noNewPrivileges: true,
      capabilities: {},
      rlimits: [limit('RLIMIT_CORE', 0), limit('RLIMIT_FSIZE', 0), limit('RLIMIT_NOFILE', 64)],
    },
    root: { path: 'rootfs', readonly: true },
    mounts: files.map((path) => ({ destination: path, type: 'bind', source: path, options: ['bind', 'ro'] })),
    linux: { namespaces: ['pid', 'network', 'ipc', 'uts', 'mount', 'user'].map((type) => ({ type })) },
  };
}

function limit(type: string, most: number): object {
  return { type, hard: most, soft: most };
}

/**
 * T2: namespaces of its own for files, processes, network, users; a view of exactly the files that it needs, read-only; no capabilities; and
 * a filter of system calls.
 *
 * @see programs.md §A.3; bwrap(1)
 */
import { arch } from 'node:process';
import type { Confinement, Inside } from './confinement.ts';
import { librariesOf } from './libraries.ts';
import { systemCallFilter } from './seccomp.ts';
import { requireProgram } from './system-programs.ts';

const nobody = '65534';
/** Of the filter, which bwrap reads to its end. */
const filterFd = '4';

export const bwrap: Confinement = {
  tier: 'T2',
  name: 'bwrap with a filter of system calls',
  programs: ['bwrap', 'ldd', 'prlimit'],
  remedy:
    'Install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap; Fedora, openEuler: dnf install bubblewrap; Alpine: apk add bubblewrap) and ' +
    'allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns; ' +
    'in a container the runtime must allow unshare and mount).',
  wrap: (inside) => ({
    file: requireProgram('bwrap'),
    args: [...flags, ...view(inside), '--seccomp', filterFd, '--', inside.file, ...inside.args],
    feed: systemCallFilter(arch === 'arm64' ? 'arm64' : 'x64'),
  }),
};

const flags = `
  --unshare-all --unshare-user --die-with-parent --new-session --cap-drop ALL
  --clearenv --setenv TZ UTC --uid ${nobody} --gid ${nobody} --hostname worker`
  .trim()
  .split(/\s+/);

/** Not even /proc and /dev: Node starts without them. */
function view({ file, reads }: Inside): readonly string[] {
  const native = reads.filter((path) => path.endsWith('.node'));
  const files = [file, ...librariesOf([file, ...native]), ...reads];
  return [...files.flatMap((path) => ['--ro-bind', path, path]), '--remount-ro', '/', '--chdir', '/'];
}

/**
 * T1, where there is no bwrap: namespaces for processes, network and users. Files are what the owner of the process may read; only Node's own
 * permissions keep them from a program.
 *
 * @see programs.md §A.3; unshare(1), setpriv(1)
 */
import type { Confinement } from './confinement.ts';
import { requireProgram } from './system-programs.ts';

export const unshare: Confinement = {
  tier: 'T1',
  name: 'unshare',
  programs: ['unshare', 'setpriv', 'prlimit'],
  remedy: 'Install util-linux and allow user namespaces.',
  wrap: ({ file, args }) => {
    const [unshare, setpriv] = [requireProgram('unshare'), requireProgram('setpriv')];
    const inner = [setpriv, ...powerless, '--', file, ...args];
    return { file: setpriv, args: [...mortal, '--', unshare, ...namespaces, '--', unshare, ...init, '--', ...inner] };
  },
};

/** With the supervisor, also when that is killed. */
const mortal = ['--pdeathsig', 'KILL'];
const namespaces = ['--map-root-user', '--net', '--pid', '--ipc', '--uts', '--mount-proc', '--fork', '--kill-child'];
/** The first process of a namespace does not die of signals from inside; a worker must be able to kill itself, so it is the second. */
const init = ['--fork', '--kill-child'];
const powerless = ['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all'];

/** T0: a process of its own. It dies with its parent and gains no privilege, no more: it is there so that the demonstration runs anywhere. */
import type { Confinement } from './confinement.ts';
import { findProgram } from './system-programs.ts';

export const plain: Confinement = {
  tier: 'T0',
  name: 'plain process',
  programs: [],
  wrap: ({ file, args }) => {
    const setpriv = findProgram('setpriv');
    if (setpriv === undefined) return { file, args };
    return { file: setpriv, args: ['--no-new-privs', '--pdeathsig', 'KILL', '--', file, ...args] };
  },
};

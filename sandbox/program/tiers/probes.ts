/** What the self-test tries from inside, and which of it each tier claims to stop. */
import type { IsolationTier } from '#policies/isolation.ts';

/** In the words of what is attempted. */
export const probes = {
  socket: 'make a network socket',
  connect: 'reach the network of this machine',
  read: 'read /etc/passwd',
  write: 'make a file',
  see: 'see processes of others',
  signal: 'kill a process of others',
  start: 'start a process',
  memory: 'take more memory than it may',
  stay: 'go on when it is told to end',
} as const;

export type Probe = keyof typeof probes;

/**
 * A tier holds when everything that it claims was stopped; what else was stopped is reported and not relied on. T3 makes sockets and processes
 * in a kernel of its own, where they reach nobody. T1 leaves files and sockets to Node's own permissions, T0 nearly everything.
 */
export const claims: Readonly<Record<IsolationTier, readonly Probe[]>> = {
  T3: ['connect', 'read', 'write', 'see', 'signal', 'memory', 'stay'],
  T2: Object.keys(probes) as readonly Probe[],
  T1: ['connect', 'see', 'signal', 'start', 'memory', 'stay'],
  T0: ['stay'],
};

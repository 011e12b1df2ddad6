/**
 * The filter of system calls for tier T2: what is not allowed fails with EPERM, and calls that did not exist when the list was made fail with
 * ENOSYS, so that the C library falls back to older ones. `clone3` fails so too, because its flags lie in memory where no filter can look.
 *
 * @see seccomp(2); docs/decisions/034-isolation-tiers.md
 */
import { assemble, type Step } from './bpf.ts';
import {
  allowedCalls,
  auditArchitecture,
  checkedCalls,
  clone3,
  unknownFrom,
  type Architecture,
} from './system-calls.ts';

const killProcess = 0x8000_0000;
const allow = 0x7fff_0000;
const errno = (number: number): number => 0x0005_0000 | number;
const EPERM = 1;
const ENOSYS = 38;

/** Offsets in `struct seccomp_data`: number, architecture, instruction pointer, six arguments of 64 bits. */
const number = 0;
const architecture = 4;
const low = (argument: number): number => 16 + 8 * argument;
const high = (argument: number): number => low(argument) + 4;

/** Calls of the x32 ABI come with the architecture of x64 and this bit. */
const x32Bit = 0x4000_0000;

const CLONE_THREAD = 0x0001_0000;
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const newNamespaces = 0x7e02_0000;
/** PR_SET_NAME, PR_GET_NAME, PR_SET_VMA: names for threads and memory. */
const prctlOptions = [15, 16, 0x5356_4d41];
/** TCGETS, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. */
const ioctlRequests = [0x5401, 0x541b, 0x5421, 0x5450, 0x5451];

/** For each call the steps after which the answer is known. */
const checks: Readonly<Record<keyof typeof checkedCalls, readonly Step[]>> = {
  // A thread, never a process.
  clone: [
    { kind: 'load', offset: low(0) },
    { kind: 'and', mask: CLONE_THREAD | newNamespaces },
    { kind: 'if', test: 'equal', value: CLONE_THREAD, yes: 'allow', no: 'refuse' },
  ],
  prctl: oneOf(low(0), prctlOptions),
  ioctl: oneOf(low(1), ioctlRequests),
  // To read a limit, never to set one: the new limit is a null pointer.
  prlimit64: [
    { kind: 'load', offset: low(2) },
    { kind: 'if', test: 'equal', value: 0, no: 'refuse' },
    { kind: 'load', offset: high(2) },
    { kind: 'if', test: 'equal', value: 0, yes: 'allow', no: 'refuse' },
  ],
};

/** @returns the program as `bwrap --seccomp` reads it */
export function systemCallFilter(on: Architecture): Uint8Array {
  const allowed = Object.values(allowedCalls).flatMap(
    (numbers: { readonly [A in Architecture]?: number }) => numbers[on] ?? [],
  );
  return assemble([
    { kind: 'load', offset: architecture },
    { kind: 'if', test: 'equal', value: auditArchitecture[on], no: 'kill' },
    { kind: 'load', offset: number },
    { kind: 'if', test: 'atLeast', value: x32Bit, yes: 'kill' },
    { kind: 'if', test: 'atLeast', value: unknownFrom, yes: 'unknown' },
    { kind: 'if', test: 'equal', value: clone3, yes: 'unknown' },
    ...allowed.map((value): Step => ({ kind: 'if', test: 'equal', value, yes: 'allow' })),
    ...Object.entries(checkedCalls).flatMap(([name, numbers]): readonly Step[] => [
      { kind: 'if', test: 'equal', value: numbers[on], no: `not ${name}` },
      ...checks[name as keyof typeof checkedCalls],
      { kind: 'label', name: `not ${name}` },
    ]),
    { kind: 'label', name: 'refuse' },
    { kind: 'return', value: errno(EPERM) },
    { kind: 'label', name: 'unknown' },
    { kind: 'return', value: errno(ENOSYS) },
    { kind: 'label', name: 'allow' },
    { kind: 'return', value: allow },
    { kind: 'label', name: 'kill' },
    { kind: 'return', value: killProcess },
  ]);
}

function oneOf(offset: number, values: readonly number[]): readonly Step[] {
  const tests = values.map((value): Step => ({ kind: 'if', test: 'equal', value, yes: 'allow' }));
  const [last, ...others] = tests.toReversed();
  if (last?.kind !== 'if') return [];
  return [{ kind: 'load', offset }, ...others.toReversed(), { ...last, no: 'refuse' }];
}

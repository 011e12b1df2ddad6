/** The filter of system calls, by an interpreter of our own as judge. @see programs.md §A.3; seccomp(2) */
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assemble } from '#sandbox/program/tiers/bpf.ts';
import { systemCallFilter } from '#sandbox/program/tiers/seccomp.ts';
import {
  allowedCalls,
  auditArchitecture,
  checkedCalls,
  type Architecture,
} from '#sandbox/program/tiers/system-calls.ts';
import { runFilter } from './bpf-machine.ts';

const allow = 0x7fff_0000;
const eperm = 0x0005_0001;
const enosys = 0x0005_0026;
const kill = 0x8000_0000;

const architectures: readonly Architecture[] = ['x64', 'arm64'];

function ask(on: Architecture, number: number, ...args: readonly bigint[]): number {
  return runFilter(systemCallFilter(on), { number, architecture: auditArchitecture[on], arguments: args });
}

function numbersOf(calls: object, on: Architecture): readonly number[] {
  return Object.values(calls as Record<string, { readonly [A in Architecture]?: number }>).flatMap(
    (numbers) => numbers[on] ?? [],
  );
}

/** What the specification names, by number: x64, arm64. */
const refused = {
  socket: [41, 198],
  socketpair: [53, 199],
  connect: [42, 203],
  bind: [49, 200],
  listen: [50, 201],
  accept: [43, 202],
  accept4: [288, 242],
  sendto: [44, 206],
  sendmsg: [46, 211],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  bpf: [321, 280],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  userfaultfd: [323, 282],
  perf_event_open: [298, 241],
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  fsopen: [430, 430],
  keyctl: [250, 219],
  add_key: [248, 217],
  execveat: [322, 281],
  memfd_create: [319, 279],
  seccomp: [317, 277],
  pidfd_getfd: [438, 438],
  pidfd_send_signal: [424, 424],
  open_by_handle_at: [304, 265],
  init_module: [175, 105],
  kexec_load: [246, 104],
  setuid: [105, 146],
  capset: [126, 91],
  personality: [135, 92],
  shmget: [29, 194],
  mkdirat: [258, 34],
  unlinkat: [263, 35],
  truncate: [76, 45],
} as const;

test.each(Object.entries(refused))('systemCallFilter refuses %s on both architectures', (_, [x64, arm64]) => {
  expect([ask('x64', x64), ask('arm64', arm64)]).toEqual([eperm, eperm]);
});

test('systemCallFilter refuses fork and vfork, which only x64 has', () => {
  expect([ask('x64', 57), ask('x64', 58)]).toEqual([eperm, eperm]);
});

test.each(architectures)(
  'systemCallFilter on %s allows what is on the list and nothing else that has a number',
  (on) => {
    const allowed = new Set(numbersOf(allowedCalls, on));
    const checked = new Set(numbersOf(checkedCalls, on));
    for (let number = 0; number < 450; number++) {
      if (checked.has(number)) continue;
      const expected = allowed.has(number) ? allow : number === 435 ? enosys : eperm;
      expect([number, ask(on, number)]).toEqual([number, expected]);
    }
  },
);

test.each(architectures)('systemCallFilter on %s says of calls newer than its list that they do not exist', (on) => {
  fc.assert(fc.property(fc.integer({ min: 450, max: 0x3fff_ffff }), (number) => ask(on, number) === enosys));
});

test('systemCallFilter kills a caller of another architecture, whatever it calls', () => {
  const i386 = 0x4000_0003;
  fc.assert(
    fc.property(
      fc.constantFrom(...architectures),
      fc.nat(500),
      fc.oneof(fc.constant(i386), fc.nat(0xffff_ffff)),
      (on, number, other) => {
        fc.pre(other !== auditArchitecture[on]);
        return runFilter(systemCallFilter(on), { number, architecture: other }) === kill;
      },
    ),
  );
});

test('systemCallFilter kills a caller of the x32 ABI', () => {
  fc.assert(fc.property(fc.nat(0x3fff_ffff), (number) => ask('x64', 0x4000_0000 + number) === kill));
});

/** CLONE_* that make a namespace: NEWTIME lies in the bits of the exit signal and cannot be asked of clone. */
const namespaces = [0x2_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000];

test.each(architectures)('systemCallFilter on %s lets clone make a thread, never a process or a namespace', (on) => {
  const { [on]: clone } = checkedCalls.clone;
  // As glibc makes a thread, a vfork, a fork.
  expect([ask(on, clone, 0x3d_0f00n), ask(on, clone, 0x4111n), ask(on, clone, 0x120_0011n)]).toEqual([
    allow,
    eperm,
    eperm,
  ]);
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), (flags) => {
      const isThread = (BigInt(flags) & 0x1_0000n) !== 0n;
      const isNew = namespaces.some((flag) => (BigInt(flags) & BigInt(flag)) !== 0n);
      return ask(on, clone, BigInt(flags)) === (isThread && !isNew ? allow : eperm);
    }),
  );
});

test.each(architectures)('systemCallFilter on %s lets prlimit64 read limits and set none', (on) => {
  const { [on]: prlimit } = checkedCalls.prlimit64;
  expect(ask(on, prlimit, 0n, 7n, 0n, 0x7fff_0000_1000n)).toBe(allow);
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), (pointer) => ask(on, prlimit, 0n, 7n, pointer) === eperm),
  );
  // One half of a pointer may be nought.
  expect(ask(on, prlimit, 0n, 7n, 2n ** 40n)).toBe(eperm);
});

test.each(architectures)('systemCallFilter on %s lets ioctl and prctl do only what Node does', (on) => {
  const { ioctl, prctl } = checkedCalls;
  const [TIOCSTI, FIONBIO, PR_SET_NAME, PR_SET_SECCOMP, PR_SET_PTRACER] = [0x5412n, 0x5421n, 15n, 22n, 0x5961_6d61n];
  expect([ask(on, ioctl[on], 3n, FIONBIO), ask(on, prctl[on], PR_SET_NAME)]).toEqual([allow, allow]);
  expect([
    ask(on, ioctl[on], 0n, TIOCSTI),
    ask(on, prctl[on], PR_SET_SECCOMP),
    ask(on, prctl[on], PR_SET_PTRACER),
  ]).toEqual([eperm, eperm, eperm]);
});

const headers = {
  x64: '/usr/include/x86_64-linux-gnu/asm/unistd_64.h',
  arm64: '/usr/include/asm-generic/unistd.h',
} as const;

test.each(architectures.filter((on) => existsSync(headers[on])))('the numbers of %s are those of the kernel', (on) => {
  const text = readFileSync(headers[on], 'utf8');
  for (const [name, numbers] of Object.entries({ ...allowedCalls, ...checkedCalls })) {
    const number = (numbers as { readonly [A in Architecture]?: number })[on];
    const generic = name === 'newfstatat' ? 'fstatat' : name;
    const found = new RegExp(`#define __NR(?:3264)?_(?:${name}|${generic})\\s+(\\d+)`).exec(text)?.[1];
    if (found !== undefined || number !== undefined) expect([name, number]).toEqual([name, Number(found)]);
  }
});

test('assemble refuses a jump that no instruction can hold', () => {
  const far = Array.from({ length: 300 }, () => ({ kind: 'load', offset: 0 }) as const);
  const steps = [
    { kind: 'if', test: 'equal', value: 1, yes: 'end' },
    ...far,
    { kind: 'label', name: 'end' },
    { kind: 'return', value: 0 },
  ] as const;
  expect(() => assemble(steps)).toThrow('out of reach');
  expect(() =>
    assemble([
      { kind: 'if', test: 'equal', value: 1, yes: 'nowhere' },
      { kind: 'return', value: 0 },
    ]),
  ).toThrow('out of reach');
});

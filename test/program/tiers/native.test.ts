/** Attacks by native code on each tier: system calls, and bombs of processes, threads, descriptors, memory. @see programs.md §A.3, §E */
import { readFileSync } from 'node:fs';
import { arch } from 'node:process';
import { afterEach, expect, test, vi } from 'vitest';
import type { Started } from '#sandbox/program/launch.ts';
import { descendantsOf, isAlive } from '../../fixtures/city.ts';
import { errorNames, firstLine, perlFolder, startPerl, tiersHere, type TriedTier } from './native.ts';

const workers: Started[] = [];

async function perl(tier: TriedTier, text: string): Promise<Started> {
  const worker = await startPerl(tier, text);
  workers.push(worker);
  return worker;
}

afterEach(async () => {
  for (const worker of workers) worker.kill();
  await Promise.all(workers.map(({ ended }) => ended));
  workers.length = 0;
});

/** Of all that was started here, wherever it hangs in the tree. */
function stillRunning(): number {
  return descendantsOf(1).filter(({ command }) => command.includes(perlFolder)).length;
}

const confined = tiersHere.filter((tier) => tier === 'T2');
const x64 = arch === 'x64';

const calls: Readonly<Record<string, string>> = {
  socket: '41, 2, 1',
  'socket of the file system': '41, 1, 1',
  connect: '42, 3',
  sendmsg: '46, 3',
  ptrace: '101',
  bpf: '321',
  io_uring: '425, 1',
  userfaultfd: '323',
  unshare: '272, 0x10000000',
  mount: '165',
  keyctl: '250',
  perf_event_open: '298',
  fork: '57',
  vfork: '56, 0x4111',
  'clone with a user namespace': '56, 0x10010f00',
  seccomp: '317',
  setrlimit: '160, 7',
  memfd_create: '319',
  process_vm_readv: '310, 1',
  getdents64: '217, 3',
};

test.runIf(x64).each(confined)(
  '%s: raw system calls fail with EPERM; clone3 and unknown ones do not exist',
  async (tier) => {
    const asked = [...Object.values(calls), '435', '460'].map((call) => `call(${call})`);
    const answers = errorNames(await firstLine(await perl(tier, `tell_(${asked.join(', ')})`)));
    const named = Object.keys(calls).map((name, index) => [name, answers[index]]);
    expect(named).toEqual(Object.keys(calls).map((name) => [name, 'EPERM']));
    expect(answers.slice(-2)).toEqual(['ENOSYS', 'ENOSYS']);
  },
);

test.runIf(x64).each(confined)('%s: a call of the x32 ABI ends the process', async (tier) => {
  const worker = await perl(tier, 'call(0x40000000 + 39); tell_(1)');
  expect(await firstLine(worker)).toBeUndefined();
  await worker.ended;
});

test.each(confined)('%s: it is nobody, alone, and has no files but its own, none to write', async (tier) => {
  const text = `
    my @made = map { open(my $f, '>', $_) ? 0 : $! + 0 } '/x', '/home/x', $^X;
    my @read = map { open(my $f, '<', $_) ? 0 : $! + 0 } '/etc/passwd', '/proc/self/environ', '/dev/null', $^X;
    my $env = join ',', map { "$_=$ENV{$_}" } grep { $_ ne 'PWD' } sort keys %ENV;
    tell_(@made, @read, $$, $<, $env)`;
  const said = errorNames(await firstLine(await perl(tier, text)));
  expect(said.slice(0, 3)).toEqual(['EROFS', 'ENOENT', 'EROFS']);
  expect(said.slice(3, 7)).toEqual(['ENOENT', 'ENOENT', 'ENOENT', 'done']);
  expect(said.slice(8)).toEqual(['65534', 'TZ=UTC']);
});

test.each(tiersHere)('%s: a fork bomb is ended whole, and nothing of it is left', async (tier) => {
  const text = `
    $SIG{TERM} = 'IGNORE';
    while (1) { my $pid = fork(); if (!defined $pid) { tell_($! + 0); sleep 1000 } if (!$pid) { sleep 1000 } }`;
  const worker = await perl(tier, text);
  const said = await firstLine(worker);
  // A filter of system calls makes the first fork fail; elsewhere the supervisor sees that they are more than one.
  expect(errorNames(said)).toEqual([tier === 'T2' ? 'EPERM' : '']);
  worker.kill();
  await worker.ended;
  // The last of them were made after the last look: the signal to their group has reached them, and they are about to end.
  await vi.waitFor(() => expect(stillRunning()).toBe(0), 5_000);
});

test.each(tiersHere)('%s: no more than 64 descriptors', async (tier) => {
  const text = `my @held; while (@held < 1000) { open(my $f, '<&', $pipe) or last; push @held, $f } tell_($! + 0, scalar(@held) < 64 ? 'few' : 'many')`;
  expect(errorNames(await firstLine(await perl(tier, text)))).toEqual(['EMFILE', 'few']);
});

/** PROT_READ | PROT_WRITE; MAP_ANONYMOUS with MAP_PRIVATE or MAP_SHARED. */
const mmap = { x64: 9, arm64: 222 }[arch as 'x64' | 'arm64'];

test.each(tiersHere)('%s: private memory beyond the cap is not given', async (tier) => {
  const sizes = [2 ** 27, 2 ** 29].map((size) => `call(${mmap}, 0, ${size}, 3, 0x22, -1, 0)`);
  expect(errorNames(await firstLine(await perl(tier, `tell_(${sizes.join(', ')})`)))).toEqual(['done', 'ENOMEM']);
});

test.each(tiersHere)('%s: memory that the system does not count as private ends it when it is used', async (tier) => {
  // MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, eight times 128 MB.
  const worker = await perl(
    tier,
    `call(${mmap}, 0, ${2 ** 27}, 3, 0x8021, -1, 0) for 1..8; tell_('has it'); sleep 1000`,
  );
  await worker.ended;
  expect(worker.peakBytes()).toBeGreaterThan(2 ** 27);
});

test.each(tiersHere)('%s: kill ends one that listens to no signal', async (tier) => {
  const worker = await perl(tier, `tell_('ready'); $SIG{$_} = 'IGNORE' for qw(TERM INT HUP QUIT); 1 while 1`);
  expect(await firstLine(worker)).toBe('ready');
  process.kill(worker.pid, 'SIGTERM');
  expect(isAlive(worker.pid)).toBe(true);
  worker.kill();
  await worker.ended;
  expect(isAlive(worker.pid)).toBe(false);
});

test.each(tiersHere)('%s: it can gain no privilege, and above T0 it holds no capability', async (tier) => {
  const worker = await perl(tier, `tell_('ready'); sleep 1000`);
  await firstLine(worker);
  const status = readFileSync(`/proc/${worker.pid}/status`, 'utf8');
  const field = (name: string): string => new RegExp(`^${name}:\\s*(\\S+)$`, 'm').exec(status)?.[1] ?? '';
  expect([field('NoNewPrivs'), field('Seccomp')]).toEqual(['1', tier === 'T2' ? '2' : '0']);
  if (tier === 'T0') return;
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect(BigInt(`0x${field(set)}`)).toBe(0n);
});

test.each(tiersHere)('%s: of what this process has open it gets its pipe and nothing else', async (tier) => {
  const numbers = `map { open(my $f, '<&', $_) ? 0 : $! + 0 } 4..60`;
  const worker = await perl(tier, `tell_(${numbers})`);
  const open = errorNames(await firstLine(worker)).filter((name) => name !== 'EBADF');
  expect(open).toEqual([]);
});

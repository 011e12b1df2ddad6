/** The self-test tells a tier that holds from one that only says so. @see programs.md decision 6 */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bwrap } from '#sandbox/program/tiers/bwrap.ts';
import type { Confinement } from '#sandbox/program/tiers/confinement.ts';
import { bestConfinement, describeTiers, holds } from '#sandbox/program/tiers/examine.ts';
import { claims, probes, type Probe } from '#sandbox/program/tiers/probes.ts';
import { plain } from '#sandbox/program/tiers/plain.ts';
import { selfTest, type Finding } from '#sandbox/program/tiers/self-test.ts';
import { confinements, tiersHere } from './native.ts';
import { aPlace } from './workers.ts';

function notStopped(findings: readonly Finding[]): readonly Probe[] {
  return findings.filter(({ stopped }) => !stopped).map(({ probe }) => probe);
}

const open: Readonly<Record<(typeof tiersHere)[number], readonly Probe[]>> = {
  T0: ['socket', 'connect', 'read', 'write', 'see', 'signal'],
  T1: ['socket', 'read', 'write'],
  T2: [],
};

test.each(tiersHere)('selfTest in %s finds what is open there and nothing more', async (tier) => {
  const place = aPlace();
  const findings = await selfTest(confinements[tier], place);
  expect(findings.map(({ probe }) => probe).toSorted()).toEqual(Object.keys(probes).toSorted());
  expect(notStopped(findings)).toEqual(open[tier]);
  expect(holds(tier, findings)).toBe(true);
  // What the probe made is cleared away.
  expect(readdirSync(place.folder).filter((name) => name.startsWith('made'))).toEqual([]);
});

/** bwrap as it is, with arguments left out: each time one layer is missing, and the self-test must see it. */
function weakened(leave: (args: readonly string[]) => readonly string[]): Confinement {
  return {
    ...bwrap,
    wrap: (inside) => {
      const command = bwrap.wrap(inside);
      return { ...command, args: leave(command.args) };
    },
  };
}

function without(flag: string, values = 0): (args: readonly string[]) => readonly string[] {
  return (args) => args.toSpliced(args.indexOf(flag), 1 + values);
}

const weak: readonly (readonly [string, Confinement, readonly Probe[]])[] = [
  ['the filter', weakened(without('--seccomp', 1)), ['socket']],
  [
    'the filter and a network of its own',
    weakened((args) => without('--seccomp', 1)(withoutNetwork(args))),
    ['socket', 'connect'],
  ],
  ['the read-only root', weakened((args) => ['--bind', '/tmp', '/tmp', ...args]), ['write']],
  ['a view of its own', weakened((args) => ['--ro-bind', '/etc', '/etc', ...args]), ['read']],
  ['a namespace of processes', weakened(withoutPids), ['see', 'signal']],
];

function withoutNetwork(args: readonly string[]): readonly string[] {
  const others = ['--unshare-ipc', '--unshare-pid', '--unshare-uts'];
  return args.flatMap((arg) => (arg === '--unshare-all' ? others : [arg]));
}

function withoutPids(args: readonly string[]): readonly string[] {
  const others = ['--unshare-ipc', '--unshare-net', '--unshare-uts', '--proc', '/proc'];
  return args.flatMap((arg) => (arg === '--unshare-all' ? others : [arg]));
}

test.runIf(tiersHere.includes('T2')).each(weak)('selfTest sees that T2 lacks %s', async (_, confinement, expected) => {
  const findings = await selfTest(confinement, aPlace());
  expect(notStopped(findings)).toEqual(expected);
  expect(holds('T2', findings)).toBe(false);
});

test('holds refuses a plain process that calls itself T2, and a test that was not made', async () => {
  const findings = await selfTest({ ...plain, tier: 'T2' }, aPlace());
  expect(holds('T2', findings)).toBe(false);
  expect(holds('T1', findings)).toBe(false);
  expect(holds('T0', [])).toBe(false);
});

test('selfTest of a confinement that starts nothing says what it said', async () => {
  const broken: Confinement = {
    ...plain,
    wrap: () => ({ file: '/bin/sh', args: ['-c', 'echo no namespaces here >&2'] }),
  };
  await expect(selfTest(broken, aPlace())).rejects.toThrow('no namespaces here');
});

test('describeTiers tells every tier, the best first, and of each probe whether the tier promises it', async () => {
  const reports = await describeTiers(aPlace());
  expect(reports.map(({ tier }) => tier)).toEqual(['T3', 'T2', 'T1', 'T0']);
  for (const { tier, holds: good, findings, problem } of reports) {
    expect([tier, good]).toEqual([tier, problem === undefined]);
    if (!good) continue;
    expect(
      findings
        .filter(({ claimed }) => claimed)
        .map(({ probe }) => probe)
        .toSorted(),
    ).toEqual([...claims[tier]].sort());
    expect(findings.filter(({ claimed, stopped }) => claimed && !stopped)).toEqual([]);
  }
});

test('bestConfinement takes the best that holds, or the one asked for, or none', async () => {
  const place = aPlace();
  expect((await bestConfinement(place)).tier).toBe(tiersHere.at(-1));
  expect((await bestConfinement(place, 'T0')).tier).toBe('T0');
  const reports = await describeTiers(place);
  if (reports.some(({ tier, holds: good }) => tier === 'T3' && good)) return;
  await expect(bestConfinement(place, 'T3')).rejects.toThrow('sluice doctor');
});

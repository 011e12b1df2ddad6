/** `sluice doctor`, as it is typed, and on machines that are not this one. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { describe } from '#gateway/cli/doctor.ts';
import type { MachineReport } from '#sandbox/door.ts';
import { tiersHere } from './native.ts';

const sluice = fileURLToPath(new URL('../../../gateway/cli/sluice.ts', import.meta.url));

test('sluice doctor tries this machine and ends with 0 where programs can run', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [sluice, 'doctor', '--json']);
  const { value: report } = JSON.parse(stdout) as { value: MachineReport };
  expect(report.versions.map(({ name, enough }) => [name, enough])).toEqual([
    ['node', true],
    ['isolated-vm', true],
  ]);
  expect(report.runsIn).toBe(tiersHere.at(-1));
  expect(report.tiers.map(({ tier }) => tier)).toEqual(['T3', 'T2', 'T1', 'T0']);
});

const versions: MachineReport['versions'] = [{ name: 'node', version: '24.21.0', minimum: '24.21.0', enough: true }];
const withoutBwrap: MachineReport = {
  versions,
  tiers: [
    {
      tier: 'T2',
      name: 'bwrap',
      holds: false,
      findings: [],
      problem: 'bwrap not found',
      remedy: 'Install bubblewrap.',
    },
    {
      tier: 'T0',
      name: 'plain process',
      holds: true,
      findings: [{ probe: 'socket', attempt: 'make a network socket', stopped: false, claimed: false, by: 'nothing' }],
    },
  ],
  runsIn: 'T0',
};

test('describe says what to install where there is no T2, and that the custodian must sign', () => {
  const text = describe(withoutBwrap);
  expect(text).toContain('Programs run in T0. Below T2');
  expect(text).toContain('For T2: Install bubblewrap.');
  expect(text).toMatch(/make a network socket +not stopped, nor promised/);
});

test('describe marks what a tier promised and did not keep', () => {
  const [t2, t0] = withoutBwrap.tiers;
  if (!t2 || !t0) throw new Error('no tiers');
  const broken = { ...t2, findings: t0.findings.map((finding) => ({ ...finding, claimed: true })) };
  expect(describe({ versions, tiers: [broken] })).toMatch(/NOT STOPPED[\s\S]*Programs cannot run on this machine/);
});

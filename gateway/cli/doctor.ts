/** `sluice doctor`: what this machine is fit for, tried and not guessed, and what would make it better. */
import { examineMachine, type MachineReport, type TierReport } from '#sandbox/door.ts';
import { styled, type Arguments } from './args.ts';
import { checkHost, type HostCheck } from './host-checks.ts';
import type { Answer } from './verb.ts';

/** No where programs cannot run, or something must be put right first. */
export async function doctor({ options: { dir } }: Arguments): Promise<Answer> {
  const [report, host] = [await examineMachine(), await checkHost(dir)];
  return {
    ok: true,
    value: { ...report, host },
    text: `${host.map(hostLine).join('\n')}\n\n${describe(report)}`,
    isNo: report.runsIn === undefined || host.some(({ good }) => good === false),
  };
}

function hostLine({ name, good, found, remedy }: HostCheck): string {
  const sign = good === undefined ? styled('dim', '·') : mark(good);
  return `${sign} ${name.padEnd(12)} ${found}${remedy ? `  ${remedy}` : ''}`;
}

/** For people, in plain text. */
export function describe(report: MachineReport): string {
  const versions = report.versions.map(
    ({ name, version, minimum, enough }) =>
      `${mark(enough)} ${name.padEnd(12)} ${version.padEnd(9)} needs ${minimum} or newer`,
  );
  return [...versions, '', ...report.tiers.flatMap(tierLines), ...conclusion(report), ''].join('\n');
}

function tierLines({ tier, name, holds, findings, problem }: TierReport): readonly string[] {
  const state =
    problem === undefined
      ? holds
        ? 'keeps what it promises'
        : 'does not keep what it promises'
      : `cannot be used: ${problem}`;
  return [
    styled('bold', `${tier}  ${name}: ${state}`),
    ...findings.map(({ attempt, stopped, claimed, by }) => {
      const outcome = stopped ? `stopped (${by})` : claimed ? 'NOT STOPPED' : 'not stopped, nor promised';
      return `    ${mark(stopped)} ${attempt.padEnd(36)} ${outcome}`;
    }),
    '',
  ];
}

function conclusion({ tiers, runsIn }: MachineReport): readonly string[] {
  if (runsIn === undefined) return ['Programs cannot run on this machine.', ...remedies(tiers)];
  if (runsIn === 'T2' || runsIn === 'T3') return [`Programs run in ${runsIn}.`];
  return [
    `Programs run in ${runsIn}. Below T2 a program may run over real rows only where the custodian has signed for the risk.`,
    ...remedies(tiers),
  ];
}

/** T2 is what the rest is measured against, so its remedy is the one that counts. */
function remedies(tiers: readonly TierReport[]): readonly string[] {
  return tiers.flatMap(({ tier, holds, remedy }) => (tier === 'T2' && !holds && remedy ? [`For T2: ${remedy}`] : []));
}

function mark(good: boolean): string {
  return good ? styled('green', '✓') : styled('yellow', '✗');
}

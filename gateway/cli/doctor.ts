/** `sluice doctor`: what this machine is fit for, tried and not guessed, and what would make it better. */
import { examineMachine, type MachineReport, type TierReport } from '#sandbox/door.ts';
import { styled, type Arguments } from './args.ts';

/** Exit code 1 where programs cannot run. */
export async function doctor({ options }: Arguments): Promise<number> {
  const report = await examineMachine();
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describe(report));
  return report.runsIn === undefined ? 1 : 0;
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

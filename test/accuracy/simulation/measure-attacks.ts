/**
 * The attacks of the owner's report on Adult at ε = 1, and on two controls that remember the rows they were made of: real rows drawn again, and
 * a copy of them with some cells taken from other rows.
 */
import type { RandomSource } from '#policies/privacy/random.ts';
import { openRandomness } from '#sandbox/ledger/randomness.ts';
import type { CodeColumns } from '#synth/fit/types.ts';
import type { TableCells } from '#synth/report/input.ts';
import { privacyOf } from '#synth/report/privacy/privacy.ts';
import type { PrivacyReport } from '#synth/report/schema.ts';
import { noisyCopy } from '../../synth/report/rows.ts';
import { adultTable, openAdultDoor, type AdultDoor } from './adult-door.ts';
import { drawAgain, drawFitted } from './adult-draws.ts';
import { streams, type Say } from './compare.ts';
import { describeMachine } from './machine.ts';
import { target } from './measure-adult.ts';
import type { MeasuredFile } from './measured-file.ts';
import { signsOf } from './signs.ts';

/** Of its 14 cells, so many of each copied row are taken from others. */
const changes = 2;

const sources = {
  copy: 'copy, 2 cells of each row from others',
  again: 'real rows drawn again',
  fitted: 'fitted at ε = 1',
} as const;

export async function measureAttacks(shared: string, dir: string, say: Say): Promise<MeasuredFile['attacks']> {
  await using door = await openAdultDoor(shared, dir);
  const reports: { readonly source: string; readonly report: PrivacyReport }[] = [];
  const attack = (source: string, drawn: CodeColumns, seed: number): void => {
    reports.push({ source, report: attacked(adultTable(door, drawn), seed) });
    say(source);
  };
  for (let seed = 1; seed <= streams; seed++)
    attack(`${sources.fitted} (${seed})`, await fittedRows(door, openRandomness(), seed), seed);
  attack(sources.again, drawAgain({ model: door.model, train: door.rows.train }, 1), 1);
  attack(sources.copy, copied(door.rows.train.cells), 1);
  const found = reports.map(({ report }) => signsOf(report));
  return {
    machine: describeMachine(),
    compared: reports[0]?.report.compared ?? 0,
    sources: reports.map(({ source }) => source),
    // By name: each report lists the attributes in which its own rows are far apart first.
    attacks: (found[0] ?? []).map(({ attack: name, chance }) => ({
      attack: name,
      chance,
      found: found.map((signs) => foundBy(name, signs)),
    })),
  };
}

async function fittedRows(
  { model, rows }: Pick<AdultDoor, 'model' | 'rows'>,
  random: RandomSource,
  seed: number,
): Promise<CodeColumns> {
  return (await drawFitted({ model, train: rows.train }, { epsilon: 1, method: 'rounds', random, seed })).cells;
}

/** A model that has learned its rows by heart. */
export function copied(rows: CodeColumns): CodeColumns {
  return noisyCopy(rows, changes, 1);
}

export function attacked(of: TableCells, seed: number): PrivacyReport {
  const report = privacyOf(of, target, seed);
  if (!report) throw new Error('Cannot attack: enough rows must be held out');
  return report;
}

function foundBy(name: string, signs: ReturnType<typeof signsOf>): (typeof signs)[number]['found'][number] {
  const [found] = signs.find(({ attack }) => attack === name)?.found ?? [];
  if (!found) throw new Error(`Cannot compare: ${name} must have been tried on all rows`);
  return found;
}

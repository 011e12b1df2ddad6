/**
 * `node test/tpch/measure.ts --scale 1`: how far private answers are from the true ones at ε = 1. Writes its part of `measured.json`, of
 * which `npm run docs` prints docs/tpch.md.
 *
 *   --scale 1    of the data, made anew
 *   --dir DIR    keep the data there
 *   --only 5,6   measure these queries only, print them and write nothing
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describePlan } from '#policies/privacy/describe.ts';
import { unwrap } from '#policies/refusal.ts';
import { answerOf, columnsOf, mean, median, type Answer } from '../accuracy/answers.ts';
import { analyseText, MeasuredQuery, type Cells } from '../accuracy/lane.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { openTpch, type TpchGround } from './ground.ts';
import { measuredFile, measuredPath, type MeasuredQueryResult } from './measured.ts';
import { runPlain } from './plain.ts';
import { expected, tpchQuery } from './queries.ts';
import { queryLimits } from './settings.ts';

const { values } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, dir: { type: 'string' }, only: { type: 'string' } },
});
const scratch = await mkdtemp(join(tmpdir(), 'sluice-tpch-'));
try {
  using ground = await openTpch(values.dir ?? scratch, Number(values.scale));
  const numbers = values.only?.split(',').map(Number) ?? [...expected.answered, ...expected.stretch];
  const found: MeasuredQueryResult[] = [];
  for (const number of numbers) {
    found.push(await measure(ground, number));
    console.log(JSON.stringify(found.at(-1)));
  }
  if (!values.only) keep(values.scale, found);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

function keep(scale: string, found: readonly MeasuredQueryResult[]): void {
  const known = existsSync(measuredPath) ? measuredFile.parse(JSON.parse(readFileSync(measuredPath, 'utf8'))) : {};
  writeFileSync(measuredPath, `${JSON.stringify({ ...known, [scale]: found }, null, 2)}\n`);
}

async function measure(ground: TpchGround, number: number): Promise<MeasuredQueryResult> {
  const analysis = unwrap(await analyseText(ground, tpchQuery(number), queryLimits[number]));
  const { columns } = analysis.explanation;
  using query = await MeasuredQuery.open(ground, analysis);
  const random = knownStream(`measure ${number}`);
  const truth = answerOf(columns, (await runPlain(ground.plain, tpchQuery(number))).rows);
  const answer = async (cells: Cells): Promise<Answer> => answerOf(columns, await query.answer(cells));
  // Every public supplier beside every part that has one order: too many to list, and none is ever shown.
  const bounded = number === 20 ? truth : await answer(await query.bounded(random));
  const repeats = analysis.plan.releases.length > 1 || number === 20 ? 11 : 101;
  const noisy: Answer[] = [];
  const hidden: number[] = [];
  for (let at = 0; at < repeats; at += 1) {
    const cells = await query.noisy(random);
    hidden.push(hiddenShare(analysis.plan.releases[0]?.selection !== undefined, cells, query.groups));
    noisy.push(await answer(cells));
  }
  const names = columnsOf(columns, 'statistic').map((at) => columns[at]?.name ?? '');
  return {
    query: number,
    releases: describePlan(analysis.plan).releases,
    columns: names.map((name, at) => ({ name, ...errors({ truth, bounded, noisy }, at) })),
    rows: truth.size,
    found: mean(noisy.map((one) => [...truth.keys()].filter((keys) => one.has(keys)).length / truth.size)),
    besides: mean(noisy.map((one) => [...one.keys()].filter((keys) => !truth.has(keys)).length)),
    hidden: mean(hidden),
    repeats,
  };
}

function hiddenShare(isThresholded: boolean, [first = []]: Cells, groups: number): number {
  return isThresholded && groups > 0 ? 1 - first.length / groups : 0;
}

interface Answers {
  readonly truth: Answer;
  readonly bounded: Answer;
  readonly noisy: readonly Answer[];
}

/** Over rows that are in the true answer, relative to it. */
function errors(
  { truth, bounded, noisy }: Answers,
  at: number,
): { noise: number | null; clipping: number | null; total: number | null } {
  const cells = [...truth].flatMap(([keys, numbers]) => {
    const exact = numbers[at] ?? Number.NaN;
    const kept = bounded.get(keys)?.[at];
    return exact === 0 || Number.isNaN(exact) ? [] : [{ keys, exact, kept }];
  });
  const each = (error: (cell: (typeof cells)[number], one: Answer) => number | undefined): number | null => {
    const all = cells.flatMap((cell) => noisy.flatMap((one) => error(cell, one) ?? []));
    return all.length === 0 ? null : Number(median(all).toPrecision(3));
  };
  return {
    noise: each(({ keys, exact, kept }, one) => distance(one.get(keys)?.[at], kept, exact)),
    clipping: each(({ exact, kept }) => distance(kept, exact, exact)),
    total: each(({ keys, exact }, one) => distance(one.get(keys)?.[at], exact, exact)),
  };
}

function distance(from: number | undefined, to: number | undefined, exact: number): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.abs(from - to) / Math.abs(exact);
}

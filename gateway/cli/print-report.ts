/** What a program did and said on simulation data, and what would have left. On real data there is nothing of the first. */
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import { checksWith, type ModelFinding } from '#policies/disclosure/model/finding.ts';
import type { Explanation, ResultTable, Simulation } from '#sandbox/door.ts';
import { styled } from './args.ts';

type Report = NonNullable<Simulation['program']>;
type Noise = NonNullable<NonNullable<Explanation['private']>['noise']>;

const mostLines = 40;

export function printReport({ explanation, table, forecast, program, modelFinding }: Simulation): string {
  const noise = explanation.private?.noise;
  return [
    ...(program ? printDoings(program) : []),
    ...printForecast(table, forecast, program?.grids),
    ...(noise ? printNoise(noise) : []),
    ...(modelFinding ? printChecks(modelFinding) : []),
    ...(explanation.program
      ? [`  answers    ${explanation.program.tick.seconds} s after the order, whatever happens`]
      : []),
  ].join('\n');
}

/** Calls, times, the first failure, and the console. */
export function printDoings({ calls, failed, millis, peakHeapBytes, error, console: said }: Report): readonly string[] {
  const mark = failed === 0 ? styled('green', '✓') : styled('red', '✗');
  return [
    `${mark} ${calls} calls, ${failed} failed`,
    `  time       ${millis.median.toFixed(1)} ms each, ${millis.most.toFixed(1)} ms at most`,
    `  memory     ${(peakHeapBytes / 2 ** 20).toFixed(1)} MB at most`,
    ...(error === undefined ? [] : [styled('red', '  error'), ...error.split('\n').map((line) => `    ${line}`)]),
    ...(said.length === 0 ? [] : ['  console', ...cut(said.map((line) => `    ${line}`))]),
  ];
}

/** Each row as it is on simulation data, and as it would leave; `grids` are the steps of the numbers of mode `rows`. */
export function printForecast(table: ResultTable, forecast: ResultTable, grids?: readonly number[]): readonly string[] {
  const lines = forecast.rows.map((row, at) => {
    const leaves = row.map((value, column) => (forecast.hidden[at]?.[column] ? suppressionMarker : String(value)));
    const was = table.rows[at]?.at(-1);
    const grid = grids?.[at];
    const without = was === undefined || was === null || was === row.at(-1) ? '' : `   without protection ${was}`;
    return `    ${leaves.join('  ')}${without}${grid === undefined ? '' : `   in steps of ${grid}`}`;
  });
  return [`  forecast   ${forecast.columns.map(({ name }) => name).join('  ')}`, ...cut(lines)];
}

/** Standard deviations, which are public: they follow from the declarations alone. */
function printNoise(noise: Noise): readonly string[] {
  if (noise.mode === 'map')
    return [
      `  noise      σ ${short(noise.sigma)} in each of ${noise.sums} sums, in every pass; one unit adds ${noise.clip} at most`,
    ];
  return noise.results.map(({ name, sigma }) => `  noise      σ ${short(sigma)} in each number of ${name}`);
}

/** Of the exact lane: what reviewers would be shown. */
function printChecks(finding: ModelFinding): readonly string[] {
  const lines = (['fail', 'review'] as const).flatMap((verdict) => {
    const names = checksWith(finding, verdict);
    return names.length === 0 ? [] : [`  checks     ${verdict}: ${names.join(', ')}`];
  });
  return lines.length === 0 ? ['  checks     all pass'] : lines;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function cut(lines: readonly string[]): readonly string[] {
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `    … ${lines.length} in all`];
}

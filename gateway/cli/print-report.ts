/** What a program did and said on simulation data, and what would have left. On real data there is nothing of the first. */
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import type { ResultTable, Simulation } from '#sandbox/door.ts';
import { styled } from './args.ts';

type Report = NonNullable<Simulation['program']>;

const mostLines = 40;

export function printReport({ explanation, table, forecast, program }: Simulation): string {
  return [
    ...(program ? printDoings(program) : []),
    ...printForecast(table, forecast, program?.grids),
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

function cut(lines: readonly string[]): readonly string[] {
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `    … ${lines.length} in all`];
}

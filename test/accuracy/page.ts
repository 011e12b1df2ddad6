/** docs/accuracy.md, printed from what `measure.ts` kept. */
import { readFileSync } from 'node:fs';
import { printTable } from '../bench/table.ts';
import { adultQueries } from '../fixtures/adult-queries.ts';
import { adultFile, adultPath, type AdultResult } from './measure-adult.ts';

export function accuracyPage(): string {
  const { repeats, queries } = adultFile.parse(JSON.parse(readFileSync(adultPath, 'utf8')));
  const asked = queries.map(
    ({ name }) => `- *${name}*: ${adultQueries.find((query) => query.name === name)?.asks ?? ''}`,
  );
  const found = queries.filter(({ threshold }) => threshold !== undefined);
  return `# Accuracy of the private lane

<!-- Printed by \`npm run docs\` from test/accuracy/measured.json. Do not edit. -->

Ten questions about Adult (48 842 persons, one row each), each asked alone at ε = 1, δ = 10⁻⁶. A person has one row, so nothing is clipped and the noise is the only error. The exact numbers are measured once, the noise is drawn ${repeats.toLocaleString('en-US')} times; \`node test/accuracy/measure.ts\` measures again, \`test/accuracy/adult.test.ts\` holds the forecast and the coverage.

${asked.join('\n')}

${printTable({
  title: 'Forecast and measured',
  columns: [
    'query',
    'statistic',
    'σ forecast',
    'σ stated',
    'mean error forecast',
    'mean error',
    'median relative error',
    'coverage of the 95 % interval',
  ],
  rows: queries.flatMap(rowsOf),
})}

- *σ forecast* is told before anything is spent. For averages and quantiles it depends on how many rows there are, which is not public; the answer states it (*σ stated*, median over groups and repeats). The mean error of a count or sum is √(2/π) σ.
- Counts are whole numbers, and so are the ends of their intervals: with σ = 4.5 the shortest interval that reaches 95 % reaches 96.4 %.
- Averages: Fieller's interval. It is everything between the bounds where the count is too small to divide by; groups of a few persons have such answers, which is why the mean error over groups is far above the median σ.
- Quantiles: the interval moves the rank by the noise of all counts that may be added on the way down. It is wide on purpose and reaches the exact quantile nearly always; a quantile lies between the two edges of its year, as if the persons of that age were spread over it.
${found.map(thresholdLine).join('\n')}

## Computed from several statistics

Ratios, differences and roots get \`_sigma\` and \`_ci95_…\` columns by the delta method. \`test/accuracy/derived.test.ts\` asks for a share, a mean by hand, differences, ratios of sums, averages and two releases, and deviations: over at least 1,000 intervals of each column, 93 to 97 % reach what the exact statistics give. The method takes the statistics as independent: a text that uses one statistic under two names (\`count(*) AS x, count(*) AS y\`, then \`x + y\`) gets an interval that is too narrow.
`;
}

function rowsOf({ name, statistics }: AdultResult): readonly (readonly string[])[] {
  return statistics.map(({ name: statistic, forecast, sigma, error, relative, coverage }) => [
    name,
    statistic,
    forecast === null ? '–' : figure(forecast),
    figure(sigma),
    forecast === null ? '–' : figure(forecast * Math.sqrt(2 / Math.PI)),
    figure(error),
    relative === null ? '–' : `${figure(100 * relative)} %`,
    `${(100 * coverage).toFixed(1)} %`,
  ]);
}

function thresholdLine({ name, threshold, groups, shown }: AdultResult): string {
  return `- *${name}*: the threshold is τ = ${threshold ?? 0}. Of ${groups} groups in the data, ${figure(100 * shown)} % are shown; their intervals are measured over those that are.`;
}

function figure(number: number): string {
  return Number(number.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

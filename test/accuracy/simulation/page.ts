/** docs/simulation-accuracy.md, printed from what `measure.ts` kept. */
import { readMeasured } from './measured-file.ts';
import { adultParts } from './page-adult.ts';
import { attackPart } from './page-attacks.ts';
import { berkaPart } from './page-berka.ts';

export function simulationAccuracyPage(): string {
  const file = readMeasured();
  return `# Accuracy of fitted simulation data

<!-- Printed by \`npm run docs\` from test/accuracy/simulation/measured.json. Do not edit. -->

How near rows of level 1 come to the real ones, on two published data sets. The noise comes from the domain's generator, which has no seed, so every fit is another one: each number is the median of ${file.streams} fits (Berka: ${file.berka.fits}), with the lowest and the highest in brackets. \`node test/accuracy/simulation/measure.ts\` measures again; \`test/accuracy/simulation/*.test.ts\` hold bounds about it.

${[...adultParts(file), attackPart(file), berkaPart(file), reading].join('\n\n')}
`;
}

const reading = `## How to read this, and what is not kept

Fitted rows are for developing: single columns and most pairs are near, so filters match, joins meet and models train. A number that is computed from them is not an answer; the private and the exact lane give those, with their error.

Not kept: what more than three attributes say together beyond their pairs and triples; values that are rarer than the noise, which share one bin; columns that are in no model (identifiers, names, free text, what rule X withholds), which are made up from the catalog; and rules that are not declared. Rows of one parent are drawn apart from each other, so "each account has exactly one owner" holds for most accounts only, and a join over it counts some loans twice. Which pairs a model knows, the workbench says for each column and pair.`;

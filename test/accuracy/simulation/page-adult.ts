/** Adult: errors, what is learned, rules, time and memory. */
import { printTable, type Table } from '../../bench/table.ts';
import type { Comparison, MeasuredFile } from './measured-file.ts';
import { machineLine, number, told } from './page-parts.ts';

export function adultParts(file: MeasuredFile): readonly string[] {
  return [errorPart(file), skillPart(file), rulePart(file), costPart(file)];
}

function errorPart({ adult, published }: MeasuredFile): string {
  const { rows, attributes, comparisons, machine } = adult;
  return `## Adult: pairs and triples

One table, one row for each person, ${attributes} attributes, δ = 10⁻⁹. A fifth of the persons is held out. The error of a set of attributes is the total variation between its histograms over real and over drawn rows, ½ Σ |p − q|: 0 is the same, 1 is nothing in common. Below are its means over all ${(attributes * (attributes - 1)) / 2} pairs and all ${(attributes * (attributes - 1) * (attributes - 2)) / 6} triples. Compare each fit with what stands above and below it: columns that are exact and know nothing of each other, and as many real rows drawn with replacement, which are off by luck alone.

${printTable(comparisonTable(`Through the door: cells of the catalog, ${number(rows.train)} rows`, comparisons))}

${machineLine(machine)}

${printTable(comparisonTable(`On the cells of the published comparisons, ${number(published.rows.train)} rows`, published.comparisons))}

${machineLine(published.machine)} At ε = 1 the gate is 0.046 for pairs and 0.100 for triples; the reference implementation of AIM reaches 0.044 to 0.046 and 0.097 to 0.100 in 491 to 582 s.`;
}

function comparisonTable(title: string, comparisons: readonly Comparison[]): Table {
  return {
    title,
    columns: ['rows', 'error of pairs', 'error of triples', 'processor s'],
    rows: comparisons.map(({ what, pairs, triples, seconds }) => [
      what,
      told(pairs),
      told(triples),
      seconds === null ? '–' : told(seconds),
    ]),
  };
}

function skillPart({ adult: { skills, rows } }: MeasuredFile): string {
  const table: Table = {
    title: 'Trained on drawn rows, tested on real ones',
    columns: ['trained on', 'method', 'accuracy', 'AUC'],
    rows: skills.map(({ what, method, accuracy, auc }) => [what, method, told(accuracy), told(auc)]),
  };
  return `## Adult: what can be learned from drawn rows

Whether a person earns much, told by the other attributes. Tested on the ${number(rows.holdout)} persons that no model saw, where their income is known. *Real rows* is the ceiling: the same method, trained on the rows that were fitted.

${printTable(table)}`;
}

function rulePart({ adult: { rules } }: MeasuredFile): string {
  const rows = rules.map(({ epsilon, rows: made, violations }) => [`ε = ${epsilon}`, number(made), String(violations)]);
  return `## Adult: rules

Written as files, the rows keep every type, domain and key of the catalog and the rule that a level of education has one number.

${printTable({ title: 'Rows that were written, and what they break', columns: ['', 'rows', 'violations'], rows })}`;
}

function costPart({ cost }: MeasuredFile): string {
  const { rows, attributes, wall, processor, megabytes, machine } = cost;
  const table: Table = {
    title: `${number(rows)} rows, ${attributes} attributes, ε = 1, in a process of its own`,
    columns: ['from the private file to as many drawn rows', 'measured', 'may be'],
    rows: [
      ['seconds on the clock', told(wall), '10'],
      ['processor seconds', told(processor), '–'],
      ['peak resident memory, MB', told(megabytes), '512'],
    ],
  };
  return `## Adult: time and memory

${printTable(table)}

${machineLine(machine)} The clock runs on while others use the processors; the processor's seconds do not.`;
}

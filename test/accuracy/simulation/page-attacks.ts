/** The attacks of the owner's report, on fitted rows and on controls. */
import { printTable, type Table } from '../../bench/table.ts';
import type { MeasuredFile } from './measured-file.ts';
import { figure, machineLine, number } from './page-parts.ts';

export function attackPart({ attacks: { compared, sources, attacks, machine } }: MeasuredFile): string {
  const table: Table = {
    title: `${number(compared)} fitted and as many held out persons`,
    columns: ['attack', 'guessing', ...sources],
    rows: attacks.map(({ attack, chance, found }) => [
      attack,
      String(chance),
      ...found.map(({ value, lower, upper, sees }) => {
        const text = `${figure(value)} [${figure(lower)}, ${figure(upper)}]`;
        return sees ? `**${text}**` : text;
      }),
    ]),
  };
  return `## Adult: attacks

The attacks of the owner's report, with intervals of 3.5 standard errors; bold where the attack tells fitted persons from held out ones. On fitted rows none may. The last two columns prove that the attacks can see: rows that remember what they were made of.

${printTable(table)}

${machineLine(machine)} That an attack fails is no proof; the guarantee is the differential privacy of the model.`;
}

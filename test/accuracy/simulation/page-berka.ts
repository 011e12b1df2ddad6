/** Berka: degrees, references, and a query over two joins. */
import { printTable, type Table } from '../../bench/table.ts';
import { fittedName, flatName, levelZeroName } from './measure-berka.ts';
import type { MeasuredFile, Relations } from './measured-file.ts';
import { figure, machineLine, number, told } from './page-parts.ts';

export function berkaPart({ berka }: MeasuredFile): string {
  const { accounts, loans, relations, machine } = berka;
  return `## Berka: relations

${number(accounts)} accounts, their holders, standing orders and ${loans} loans, in one id space; δ = 10⁻⁶, as the product counts, shared out over four models. The order asks for the birth of the owner in the model of accounts, and for it and the district beside loans and holders.

${printTable(degreeTable(relations))}

The first three are the total variation between the real and the drawn numbers of rows of an account.

A vendor's query joins loans with their accounts and with the accounts' owners, and asks for the shares of the four statuses in each group. The error is the mean of |share − real share|, over statuses and over groups by their number of real loans.

${printTable(shareTable(berka))}

${machineLine(machine)} ${statedError(berka)}`;
}

function degreeTable(relations: readonly Relations[]): Table {
  const shown = relations.filter(({ what }) => what !== flatName);
  return {
    title: 'Rows of an account, and references',
    columns: ['rows', 'holders', 'loans', 'standing orders', 'dangling references', 'other violations'],
    rows: shown.map(({ what, degrees: { holder, loan, standing_order: orders }, orphans, violations }) => [
      what,
      told(holder),
      told(loan),
      told(orders),
      String(orphans),
      String(violations),
    ]),
  };
}

function shareTable({ groups, relations }: MeasuredFile['berka']): Table {
  return {
    title: 'Loan status by region and by age of the owner',
    columns: [
      'rows',
      `${groups.region} regions`,
      `${groups.age} bands of age`,
      `both, ${groups.both} groups`,
      'joined, of 100 loans',
      'accounts with one owner, %',
    ],
    rows: relations.map(({ what, status, joined, oneOwner }) => [
      what,
      told(status.region),
      told(status.age),
      told(status.both),
      told(joined),
      told(oneOwner),
    ]),
  };
}

/** Computed, so that it does not claim more than the tables. */
function statedError({ loans, groups, relations, leastSigma }: MeasuredFile['berka']): string {
  const errorAt = (name: string): number =>
    relations.find(({ what }) => what === name)?.status.both.median ?? Number.NaN;
  const points = (name: string): string => figure(100 * errorAt(name));
  const flat = errorAt(flatName);
  const better = relations.filter(({ epsilon, status }) => epsilon !== null && status.both.median < flat);
  const verdict =
    better.length === 0 ? 'no fit here is nearer' : `nearer are only: ${better.map(({ what }) => what).join('; ')}`;
  return `The stated error over both is ${points(fittedName(1))} percentage points at ε = 1 and ${points(fittedName(10))} at ε = 10, against ${points(levelZeroName)} at level 0 (of 20 times as many rows, ${points(fittedName(1, 20))} and ${points(fittedName(10, 20))}): enough to develop the query, too much to believe its answer. ${loans} loans are few: in ${groups.both} groups of four statuses they are some ${Math.round(loans / groups.both / 4)} a cell, and at ε = 1 a single histogram that took all of the loans' part of ρ would have noise of σ = ${figure(leastSigma)} loans. *${flatName}* gives every group the shares of all loans: status depends so little on region and age that ${verdict}. As many loans as there are add the luck of a draw, which the last line has too; 20 times as many show the model alone.`;
}

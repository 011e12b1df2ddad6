/** Berka with its relations: levels 0 and 1 as files, held against the real rows by what a vendor would ask of them. */
import { openRandomness } from '#sandbox/ledger/randomness.ts';
import { generateSimulation } from '#synth/generate.ts';
import { berkaHoldersEntry } from '../../fixtures/berka-holders.ts';
import { drawAccountsAgain, levelOne, readFiles, readReal, whole, type Made } from './bank-rows.ts';
import { openBerkaDoor } from './berka-door.ts';
import type { Say } from './compare.ts';
import {
  children,
  degreeError,
  errorOfShares,
  flatShares,
  sharesOf,
  type BankRows,
  type Grouping,
} from './loan-status.ts';
import { describeMachine } from './machine.ts';
import type { MeasuredFile, Relations } from './measured-file.ts';
import { fitAll, type OpenedFit } from './open-fit.ts';
import { spreadOf } from './spread.ts';

export const levelZeroName = 'level 0, from the catalog alone';
export const flatName = 'the same status shares everywhere';
export const fittedName = (epsilon: number, scale = 1): string =>
  `fitted, ε = ${epsilon}${scale === 1 ? '' : `, ${scale} times as many rows`}`;

const epsilons = [1, 3, 10];
/** More rows of a model cost nothing, and show it without the luck of a draw. */
const scales = [1, 20];
const bootstraps = 20;
/** Small tables are quick to fit, and each fit is another one. */
const fits = 9;

export async function measureBerka(shared: string, dir: string, say: Say): Promise<MeasuredFile['berka']> {
  await using door = await openBerkaDoor(shared, dir);
  const real = await readReal(door, shared);
  const seeds = Array.from({ length: fits }, (_, at) => at + 1);
  const relations: Relations[] = [];
  const tell = (found: Relations): void => {
    say(
      `${found.what}: shares ${found.status.both.median}, loans ${found.degrees.loan.median}, ${found.orphans} orphans`,
    );
    relations.push(found);
  };
  const made = await inTurn(seeds, async (seed) => {
    return readFiles(await generateSimulation([berkaHoldersEntry], { dir: door.folder, seed, scale: 1 }), shared);
  });
  tell(relationsOf(levelZeroName, real, made));
  for (const epsilon of epsilons) {
    const models = await inTurn(seeds, () => fitAll(door, door.planAt(epsilon), openRandomness()));
    for (const scale of scales) {
      const drawn = await inTurn(models, async (model) => readFiles(await levelOne(door, model, scale), shared));
      tell({ ...relationsOf(fittedName(epsilon, scale), real, drawn), epsilon });
    }
  }
  tell({
    ...relationsOf(flatName, real, [whole(real)]),
    status: statusOf(real, [real], (_, by) => flatShares(real.loans, by)),
  });
  const again = Array.from({ length: bootstraps }, (_, seed) => whole(drawAccountsAgain(real, seed)));
  tell(relationsOf('real accounts drawn again', real, again));
  const groups = (by: Grouping): number => sharesOf(real.loans, by).size;
  return {
    machine: describeMachine(),
    fits,
    accounts: real.accounts.length,
    loans: real.loans.length,
    leastSigma: leastSigma(door),
    groups: { region: groups('region'), age: groups('age'), both: groups('both') },
    relations,
  };
}

function relationsOf(what: string, real: BankRows, made: readonly Made[]): Relations {
  const each = (of: (rows: Made) => number) => spreadOf(made.map(of));
  const [holder, loan, standingOrder] = children.map((child) => each((rows) => degreeError(real, rows, child)));
  if (!holder || !loan || !standingOrder) throw new Error('Cannot compare: accounts have three kinds of rows');
  const total = (of: 'orphans' | 'violations'): number => made.reduce((sum, rows) => sum + rows[of], 0);
  return {
    what,
    epsilon: null,
    degrees: { holder, loan, standing_order: standingOrder },
    status: statusOf(real, made, (rows, by) => sharesOf(rows.loans, by)),
    joined: each(({ loans, accounts }) => (100 * loans.length) / accounts.reduce((sum, of) => sum + of.loan, 0)),
    oneOwner: each(({ accounts }) => (100 * accounts.filter(({ owners }) => owners === 1).length) / accounts.length),
    orphans: total('orphans'),
    violations: total('violations'),
  };
}

function statusOf<R extends BankRows>(
  real: BankRows,
  made: readonly R[],
  shares: (rows: R, by: Grouping) => ReturnType<typeof sharesOf>,
): Relations['status'] {
  const error = (by: Grouping) =>
    spreadOf(made.map((rows) => errorOfShares(sharesOf(real.loans, by), shares(rows, by))));
  return { region: error('region'), age: error('age'), both: error('both') };
}

async function inTurn<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<readonly B[]> {
  const done: B[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}

function leastSigma({ planAt }: OpenedFit): number {
  const part = planAt(1).tables.find(({ model }) => model.table === 'loan')?.nanoRho ?? 0;
  return Number(Math.sqrt(1e9 / (2 * Number(part))).toPrecision(3));
}

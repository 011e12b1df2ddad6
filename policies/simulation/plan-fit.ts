/**
 * From an order and the catalog to the plan of a fit: which tables are modelled, as what, and which part of the budget each gets.
 *
 * @see synth.md §2.1, §2.2, §2.8; docs/decisions/039-where-a-fit-runs.md
 */
import type { CatalogEntry } from '../catalog/entry.ts';
import { rhoFor } from '../privacy/accountant.ts';
import { statedDelta } from '../privacy/settings.ts';
import { tickClasses, type TickClass } from '../privacy/tick.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { placeOfColumn, type Attribute } from './attribute.ts';
import type { NotModelled } from './attributes-of.ts';
import { ownOf, type Family } from './family.ts';
import { fitMembers } from './fit-members.ts';
import type { FitOrder } from './fit-order.ts';
import type { FitPlan, ModelledTable } from './fit-plan.ts';
import { sharesOf } from './fit-shares.ts';
import { modelsOf } from './model-of.ts';
import { relateTables } from './relate-tables.ts';

/**
 * The models of the ordered entries, parents before children, and the split of the ρ that ε at the stated δ allows.
 *
 * Guarantee: a function of the order and the catalog. Models read the private form only, rows and parents are of one unit, and all shares
 * together are exactly that ρ.
 *
 * @returns refuses E_INPUT for an order that the catalog does not fit, E_NOT_FOUND for an entry that is not among `entries`, E_TWO_UNITS
 * for tables of several id spaces
 */
export function planFit(order: FitOrder, entries: readonly CatalogEntry[]): Outcome<FitPlan> {
  const family = familyOf(order, entries);
  if (!family.ok) return family;
  const models = modelsOf(family.value);
  if (!models.ok) return models;
  const predict = checkPredict(order, models.value);
  if (!predict.ok) return predict;
  const [first] = family.value.all;
  if (!first) throw new Error('Cannot plan a fit: must have a table');
  const shares = sharesOf(models.value, rhoFor({ epsilon: order.epsilon, delta: statedDelta }));
  return accept({
    space: first.unit.space,
    tables: models.value.map((model, at) => ({ model, nanoRho: String(shares.models[at] ?? 0n) })),
    scoreNanoRho: String(shares.score),
    holdout: order.holdout,
  });
}

/** Of each table of a fit, the columns that no attribute stands for, and why. Refuses like {@link planFit}. */
export function notModelled(
  order: FitOrder,
  entries: readonly CatalogEntry[],
): Outcome<readonly (NotModelled & { readonly table: string })[]> {
  const family = familyOf(order, entries);
  if (!family.ok) return family;
  return accept(
    family.value.all.flatMap((related) =>
      ownOf(family.value, related).notModelled.map((column) => ({ table: related.table.name, ...column })),
    ),
  );
}

/**
 * Milliseconds of one processor for the square of a model's number of attributes: rounds and pairs both grow with them. Fifteen attributes
 * of Adult take some 4 s, thirty some 20 s.
 */
const millisPerPair = 20;
/** Counting all pairs once, for each row. */
const nanosPerPairAndRow = 5;
/** As in tick.ts: being late costs the whole price. */
const margin = 10;

/**
 * The shortest class in which the fit is expected to take at most a tenth of its window: a function of the plan, and so of declared volumes.
 *
 * @returns refuses E_COST_CLASS when not even the longest suffices
 */
export function tickOfFit({ tables }: FitPlan): Outcome<TickClass> {
  const expected = tables.reduce(
    (sum, { model: { attributes, volume } }) =>
      sum + attributes.length ** 2 * (millisPerPair + (volume * nanosPerPairAndRow) / 1e6),
    0,
  );
  const found = tickClasses.find(({ window }) => expected * margin <= window);
  if (found) return accept(found);
  const longest = Math.max(...tickClasses.map(({ window }) => window)) / margin;
  return refuse(
    'E_COST_CLASS',
    `Cannot fit in time: must be expected to take at most ${longest} ms; got ${Math.ceil(expected)}`,
    { remedy: 'Order fewer entries, or leave out columns of the widest tables.' },
  );
}

function familyOf(order: FitOrder, entries: readonly CatalogEntry[]): Outcome<Family> {
  const members = fitMembers(order, entries);
  return members.ok ? accept({ order, all: relateTables(members.value) }) : members;
}

function checkPredict({ predict }: FitOrder, models: readonly ModelledTable[]): Outcome<void> {
  for (const { table, column } of predict) {
    const { attributes = [] } = models.find((known) => known.table === table) ?? {};
    if (placeOfColumn(attributes, column) >= 0) continue;
    const known = attributes.flatMap(({ name, origin }) =>
      origin.kind === 'own' && origin.column === column
        ? [origin.gapAfter ? `${name} since ${origin.gapAfter}` : name]
        : [],
    );
    const isKnownAs = known.length > 0 ? `, which is known as ${known.join(' and ')}` : '';
    return refuse(
      'E_INPUT',
      `Cannot plan a fit: predict must name columns that are one attribute of their table; got ${table}.${column}${isKnownAs}`,
      { remedy: predictable(attributes) },
    );
  }
  return accept(undefined);
}

function predictable(attributes: readonly Attribute[]): string {
  const own = attributes.flatMap(({ origin }) => (origin.kind === 'own' ? [origin.column] : []));
  const whole = own.filter((column) => placeOfColumn(attributes, column) >= 0);
  return whole.length > 0 ? `Name some of: ${whole.join(', ')}.` : 'Name columns of a table that the fit models.';
}

/** The statement of fidelity: every column once, no pair twice, nothing called fitted that no histogram was taken of. @see synth.md §3.4 (b) */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dependency, Table } from '#policies/catalog/entry.ts';
import { fidelityOf, type FidelityStatement } from '#policies/simulation/fidelity.ts';
import type { Measured } from '#policies/simulation/fitted.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { adultEntry } from '../fixtures/adult.ts';
import { berkaEntry } from '../fixtures/berka.ts';
import { anySchema } from '../synth/any-schema.ts';
import { cityPlan, fittedOf } from './fitted-by-hand.ts';

const tables = [...cityEntries, adultEntry, berkaEntry].flatMap((entry) => entry.tables);

function tableNamed(name: string): Table {
  const found = tables.find((table) => table.name === name);
  if (!found) throw new Error(`must have ${name}`);
  return found;
}

function requireSound(table: Table, { columns, pairs }: FidelityStatement): void {
  expect(columns.map(({ column }) => column)).toEqual(table.columns.map(({ name }) => name));
  const named = pairs.map(({ columns: pair }) => pair.toSorted().join());
  expect(named).toEqual([...new Set(named)]);
  for (const { columns: pair, expected } of pairs) {
    expect(pair[0]).not.toBe(pair[1]);
    expect(expected ?? 0).toBeGreaterThanOrEqual(0);
    expect(expected ?? 0).toBeLessThanOrEqual(1);
  }
}

/** As the dependency says it, in whichever order. */
function declaredPairs({ dependencies = [] }: Table): readonly string[] {
  return [...new Set(dependencies.flatMap(pairsOf))].toSorted();
}

function pairsOf(rule: Dependency): readonly string[] {
  if (rule.kind === 'order') return across([rule.columns[0]], [rule.columns[1]]);
  if (rule.kind === 'sum') return across([rule.total], rule.parts);
  if (rule.kind === 'determines') return across(rule.from, rule.to);
  return across([rule.when.column], [rule.then.column]);
}

function across(from: readonly string[], to: readonly string[]): readonly string[] {
  return from.flatMap((a) => to.map((b) => [a, b].toSorted().join()));
}

test('fidelityOf at level 0 tells every column once, in order, and no pair but the declared ones', () => {
  for (const table of tables) {
    const told = fidelityOf(table);
    requireSound(table, told);
    expect(told.level).toBe(0);
    expect(told.pairs.every(({ standing }) => standing === 'declared')).toBe(true);
    expect(told.pairs.map(({ columns }) => columns.toSorted().join()).toSorted()).toEqual(declaredPairs(table));
    expect(told.columns.some(({ standing }) => standing === 'fitted')).toBe(false);
  }
});

test('fidelityOf at level 0 is sound for any schema', () => {
  fc.assert(
    fc.property(anySchema, (entries) => {
      for (const table of entries.flatMap((entry) => entry.tables)) {
        const told = fidelityOf(table);
        requireSound(table, told);
        expect(told.pairs.map(({ columns }) => columns.toSorted().join()).toSorted()).toEqual(
          declaredPairs(table).filter((pair) => new Set(pair.split(',')).size > 1),
        );
      }
    }),
    { numRuns: 50 },
  );
});

const firms = ['ent_registration', 'social_insurance_monthly', 'tax_credit_annual', 'power_usage_daily'];
const plans = [cityPlan(firms), cityPlan(['medical_settlement']), cityPlan(['transit_trip'])];

/** Of each model of a plan, some histograms over one to three of its attributes. */
const anyMeasured = fc.array(
  fc.record({
    seed: fc.nat(),
    width: fc.integer({ min: 1, max: 3 }),
    sigma: fc.double({ min: 0.1, max: 1e4, noNaN: true }),
  }),
  { maxLength: 30 },
);

test('fidelityOf at level 1 calls fitted what a histogram was taken of, and nothing else', () => {
  fc.assert(
    fc.property(fc.constantFrom(...plans), anyMeasured, (plan, picked) => {
      const model = fittedOf(plan, ({ attributes }) =>
        picked.map(({ seed, width, sigma }): Measured => {
          const places = Array.from({ length: width }, (_, k) => (seed + 7 * k) % attributes.length);
          return { attributes: [...new Set(places)].toSorted((a, b) => a - b), cells: 50, sigma };
        }),
      );
      for (const { model: planned } of plan.tables) {
        const table = tables.find(({ name }) => name === planned.table);
        if (!table) continue;
        const told = fidelityOf(table, model);
        requireSound(table, told);
        expect(told.level).toBe(1);
        const columnsOf = (places: readonly number[]) =>
          new Set(
            places
              .map((at) => planned.attributes[at])
              .map((of) => (of?.origin.kind === 'own' ? of.origin.column : of?.name)),
          );
        const measured = model.tables.find((one) => one.table === table.name)?.measured ?? [];
        for (const { columns: pair, standing } of told.pairs.filter((one) => one.standing === 'fitted')) {
          const together = measured.some((one) => pair.every((name) => columnsOf(one.attributes).has(name)));
          expect([pair, standing, together]).toEqual([pair, 'fitted', true]);
        }
      }
    }),
    { numRuns: 100 },
  );
});

function standingOf({ columns }: FidelityStatement, name: string): string | undefined {
  return columns.find(({ column }) => column === name)?.standing;
}

test('fidelityOf tells totals, what others determine, and what repeats the parent or the unit as derived', () => {
  const sum = fidelityOf(tableNamed('medical_settlement'));
  const totals = (tableNamed('medical_settlement').dependencies ?? []).flatMap((rule) =>
    rule.kind === 'sum' ? [rule.total] : [],
  );
  expect(totals.length).toBeGreaterThan(0);
  for (const total of totals) expect(standingOf(sum, total)).toBe('derived');

  const power = tableNamed('power_usage_daily');
  const child = fidelityOf(power, fittedOf(cityPlan(firms)));
  // The district and the industry of the firm, and the class of use that is known with it.
  for (const name of ['district_code', 'industry_code', 'usage_class'])
    expect([name, standingOf(child, name)]).toEqual([name, 'derived']);
  expect(standingOf(child, 'kwh')).toBe('fitted');
  expect(standingOf(child, 'uscc')).toBe('key');

  const trip = fidelityOf(tableNamed('medical_settlement'), fittedOf(cityPlan(['medical_settlement'])));
  expect(['sex', 'birth_date'].map((name) => standingOf(trip, name))).toEqual(['derived', 'derived']);
});

test('fidelityOf names what a fitted rule says as fitted, and does not say it twice', () => {
  const table: Table = {
    ...tableNamed('ent_registration'),
    dependencies: [
      {
        kind: 'implies',
        when: { column: 'staff_size_band', values: ['x'] },
        then: { column: 'ent_type', values: ['y'] },
      },
      { kind: 'determines', from: ['ent_type'], to: ['staff_size_band'] },
    ],
  };
  const plan = cityPlan(firms);
  const model = fittedOf(plan, ({ attributes }) => {
    const places = ['ent_type', 'staff_size_band'].map((name) => attributes.findIndex((of) => of.name === name));
    return places.every((at) => at >= 0) ? [{ attributes: places, cells: 20, sigma: 1 }] : [];
  });
  expect(fidelityOf(table).pairs).toEqual([{ columns: ['staff_size_band', 'ent_type'], standing: 'declared' }]);
  expect(fidelityOf(table, model).pairs.filter(({ columns }) => columns.includes('staff_size_band'))).toMatchObject([
    { columns: ['ent_type', 'staff_size_band'], standing: 'fitted' },
  ]);
});

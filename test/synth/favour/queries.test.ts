import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column, Dependency, Table } from '#policies/catalog/entry.ts';
import { requireWishes } from '#policies/simulation/wishes-check.ts';
import { dateOf, dayNumber } from '#policies/calendar.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { cannotFavour } from '#synth/favour/cannot.ts';
import { withRows, wishesIn } from './support.ts';

/** A comparison that few values pass: one code of the list, one day, the last hundredth of a range. */
function comparisons({ name, domain, type }: Column): readonly string[] {
  if (type === 'BOOLEAN') return [name, `NOT ${name}`];
  switch (domain?.kind) {
    case undefined:
      return [];
    case 'codes': {
      const codes = domain.values.map((value) => (typeof value === 'number' ? String(value) : `'${value}'`));
      const [first = ''] = codes;
      return [...codes.map((code) => `${name} = ${code}`), `${name} NOT IN (${first})`, `${name} <= ${first}`];
    }
    case 'range': {
      const far = domain.lo + (domain.hi - domain.lo) * 0.99;
      return [`${name} >= ${far}`, `${name} BETWEEN ${far} AND ${domain.hi}`, `NOT ${name} < ${far}`];
    }
    case 'dates': {
      const [lo, hi] = [dayNumber(domain.lo), dayNumber(domain.hi)];
      const days = [0.07, 0.5, 0.93].map((share) => dateOf(Math.round(lo + (hi - lo) * share)));
      return days.flatMap((day) => [
        `date_trunc('day', ${name}) = DATE '${day}'`,
        `${name} >= DATE '${day}' AND ${name} < DATE '${day}' + INTERVAL 1 DAY`,
        ...(type === 'DATE' ? [`${name} = '${day}'`, `month(${name}) = ${Number(day.slice(5, 7))}`] : []),
      ]);
    }
  }
}

/** Two or three comparisons over different columns of a table, and more over its parent where it has one. */
const queries = fc.constantFrom(...cityEntries).chain((entry) => {
  const [table] = entry.tables;
  if (!table) throw new Error('an entry of the city has a table');
  const parent = cityEntries.flatMap(({ tables }) => tables).find(({ name }) => name === table.foreignKeys[0]?.table);
  return fc
    .tuple(conjunction(table, 't', 3), parent ? conjunction(parent, 'p', 1) : fc.constant([]), fc.integer({ min: 1 }))
    .map(([own, above, seed]) => ({
      seed,
      ids: [String(entry.id), ...(parent ? [parent.name] : [])],
      sql: parent
        ? `SELECT count(*) AS n FROM ${table.name} t JOIN ${parent.name} p USING (uscc) WHERE ${[...own, ...above].join(' AND ')}`
        : `SELECT count(*) AS n FROM ${table.name} t WHERE ${own.join(' AND ')}`,
    }));
});

function boundIn(dependency: Dependency): readonly string[] {
  switch (dependency.kind) {
    case 'order':
      return [];
    case 'sum':
      return dependency.parts;
    case 'determines':
      return dependency.to;
    case 'implies':
      return [dependency.then.column];
  }
}

const repeated = new Set(['district_code', 'industry_code']);

function conjunction(table: Table, alias: string, most: number): fc.Arbitrary<readonly string[]> {
  // What follows from other columns has few of its values; what a child repeats of its parent cannot be two things at once.
  const bound = new Set((table.dependencies ?? []).flatMap(boundIn));
  const free = table.columns.filter(
    ({ name }) => name !== 'alight_at' && !bound.has(name) && !(alias === 'p' && repeated.has(name)),
  );
  const choices = free.filter((column) => comparisons(column).length > 0 && !column.rule.includes('X'));
  return fc
    .subarray(choices, { minLength: 1, maxLength: most })
    .chain((columns) => fc.tuple(...columns.map((column) => fc.constantFrom(...comparisons(column)))))
    .map((texts) =>
      texts.map((text, at) => {
        const name =
          [...choices].map((column) => column.name).find((one) => new RegExp(`\\b${one}\\b`).test(text)) ?? '';
        return at >= 0 ? text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${alias}.${name}`) : text;
      }),
    );
}

test('favour gives generated queries rows, which mostly have none without', { timeout: 300_000 }, async () => {
  let without = 0;
  let all = 0;
  await fc.assert(
    fc.asyncProperty(queries, async ({ sql, ids, seed }) => {
      const entries = cityEntries.filter(({ id }) => ids.includes(id));
      const { wishes, notUnderstood } = await wishesIn(sql, cityEntries);
      expect(notUnderstood).toEqual([]);
      expect(requireWishes(wishes, cityEntries).ok).toBe(true);
      // Where a column follows from others, the query is told so instead.
      fc.pre(cannotFavour(entries, { share: 0.3, wishes }).length === 0);
      const made = { entries, seed, scale: 0.05 };
      const count = (more: object) => withRows({ ...made, ...more }, (bench) => bench.value(sql));
      const [plain, favoured] = [Number(await count({})), Number(await count({ wishes }))];
      all++;
      if (plain === 0) without++;
      expect(favoured).toBeGreaterThan(0);
    }),
    { numRuns: 25 },
  );
  expect(without).toBeGreaterThan(all / 4);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkEntry } from '#policies/catalog/check-entry.ts';
import type { Table } from '#policies/catalog/entry.ts';
import type { Attribute } from '#policies/simulation/attribute.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import { repeatedKeys, violations } from '../domains.ts';
import { type Bench, aColumn, aTable, anEntry, openSimulation, orphans, withDirectory } from '../support.ts';
import { aDegree, aModel, anAttribute, codes, fittedModelOf, ofParent } from './models.ts';

const serial = { type: 'INTEGER', semantic: 'serial' } as const;
const days = { kind: 'dates', lo: '2024-01-01', hi: '2024-03-31' } as const;
const later = { kind: 'dates', lo: '2024-02-01', hi: '2024-04-30' } as const;
const money = { type: 'DECIMAL(10,2)', semantic: 'amount', domain: { kind: 'range', lo: 0, hi: 50 } } as const;
const districts = { kind: 'codes', values: ['d1', 'd2', 'd3', 'd4'] } as const;
const cities = { kind: 'codes', values: ['c1', 'c2'] } as const;
const ages = { kind: 'codes', values: ['child', 'adult'] } as const;
const marriages = { kind: 'codes', values: ['single', 'married'] } as const;

const root = aTable('root', [aColumn('root_id', serial)], { primaryKey: ['root_id'], volume: 20 });
const ruled: Table = aTable(
  'ruled',
  [
    aColumn('root_id', serial),
    aColumn('line', { type: 'INTEGER', semantic: 'count', domain: { kind: 'range', lo: 1, hi: 6 } }),
    aColumn('begun', { type: 'DATE', semantic: 'date', domain: days }),
    aColumn('ended', { type: 'DATE', semantic: 'date', domain: later, nullable: true }),
    aColumn('opened', { type: 'TIMESTAMP', semantic: 'timestamp', domain: days }),
    aColumn('closed', { type: 'TIMESTAMP', semantic: 'timestamp', domain: days }),
    aColumn('net', money),
    aColumn('tax', { ...money, nullable: true }),
    aColumn('gross', { ...money, domain: { kind: 'range', lo: 5, hi: 60 } }),
    aColumn('district', { domain: districts }),
    aColumn('city', { domain: cities }),
    aColumn('age', { domain: ages }),
    aColumn('marriage', { domain: marriages }),
  ],
  {
    primaryKey: ['root_id', 'line'],
    foreignKeys: [{ columns: ['root_id'], table: 'root', references: ['root_id'] }],
    dependencies: [
      { kind: 'order', columns: ['begun', 'ended'] },
      { kind: 'order', columns: ['opened', 'closed'] },
      { kind: 'sum', total: 'gross', parts: ['net', 'tax'] },
      { kind: 'determines', from: ['district'], to: ['city'] },
      {
        kind: 'implies',
        when: { column: 'age', values: ['child'] },
        // oxlint-disable-next-line unicorn/no-thenable -- a rule of the catalog; nobody awaits it
        then: { column: 'marriage', values: ['single'] },
      },
    ],
    volume: 60,
  },
);

const broken = [
  'begun > ended',
  'opened > closed',
  'net + tax <> gross',
  `age = 'child' AND marriage <> 'single'`,
  'district IN (SELECT district FROM ruled GROUP BY district HAVING count(DISTINCT city) > 1)',
];

const dayCells = (start: readonly string[], end: string, none = false) => ({ kind: 'days', start, end, none }) as const;
const amounts = (hi: number, none = false) => ({ kind: 'numbers', edges: [0, 0.01, 10, 30, hi], none }) as const;
const gaps = (none: boolean) => ({ kind: 'numbers', edges: [0, 1, 2, 10, 40, 121], none }) as const;
const day = (name: string) =>
  anAttribute(`${name}@day`, dayCells(['2024-01-01', '2024-02-10'], '2024-03-31'), { column: name, part: 'day' });
const seconds = { kind: 'numbers', edges: [0, 1, 60, 86_400, 91 * 86_400], none: false } as const;
const hour = (name: string) =>
  anAttribute(`${name}@hour`, { kind: 'hours', none: false }, { column: name, part: 'hour' });

const groups: readonly (readonly Attribute[])[] = [
  [anAttribute('line', { kind: 'numbers', edges: [1, 2, 3, 7], none: false })],
  [anAttribute('begun', dayCells(['2024-01-01', '2024-02-01', '2024-03-01'], '2024-03-31'))],
  [anAttribute('ended', gaps(true), { gapAfter: 'begun' })],
  [anAttribute('ended', dayCells(['2024-02-01', '2024-03-15'], '2024-04-30', true))],
  [day('opened'), hour('opened')],
  [anAttribute('closed@gap', seconds, { column: 'closed', part: 'second', gapAfter: 'opened' })],
  [day('closed'), hour('closed')],
  [anAttribute('net', amounts(50.01))],
  [anAttribute('tax', amounts(50.01, true))],
  [anAttribute('gross', { kind: 'numbers', edges: [5, 20, 60.01], none: false })],
  [anAttribute('district', codes(districts.values))],
  [anAttribute('city', codes(cities.values))],
  [anAttribute('age', codes(ages.values))],
  [anAttribute('marriage', codes(marriages.values))],
];

/** Any of the columns, each known in one way, as many rows as there may be. */
const anyAttributes = fc.subarray([...groups]).map((chosen) => {
  const columns = new Set<string>();
  return chosen.flatMap((attributes) => {
    const [{ origin } = { origin: undefined }] = attributes;
    const column = origin?.kind === 'own' ? origin.column : '';
    if (columns.has(column)) return [];
    columns.add(column);
    return attributes;
  });
});

async function faults(bench: Bench): Promise<unknown[]> {
  const found: unknown[] = [...(await violations(bench, ruled)), await repeatedKeys(bench, ruled)];
  found.push(await bench.value(orphans('ruled', 'root', [['root_id', 'root_id']])));
  for (const rule of broken) {
    const count = await bench.value(`SELECT count(*)::INT FROM ruled WHERE ${rule}`);
    found.push(count === 0 ? 0 : `${rule}: ${String(count)}`);
  }
  return found.filter((fault) => fault !== 0);
}

test('the table of rules is one that the catalog accepts', () => {
  const entry = { ...anEntry('rules', root, ruled), attribute: 'unconditional', basis: 'test' } as const;
  expect(checkEntry(entry)).toMatchObject({ ok: true });
});

test('generateFitted breaks no declared rule, whichever columns a model knows and however little it knows of them', async () => {
  const property = fc.asyncProperty(
    anyAttributes,
    fc.nat(),
    fc.integer({ min: 1, max: 9 }),
    async (own, seed, most) => {
      const model = fittedModelOf('root', [
        aModel('root', [aDegree('ruled', most)], { units: 60 }),
        aModel('ruled', [ofParent(aDegree('ruled', most)), ...own], {
          parent: { table: 'root', columns: ['root_id'], references: ['root_id'] },
          rowsPerUnit: most,
        }),
      ]);
      const found = await withDirectory(async (dir) => {
        const entries = [anEntry('rules', root, ruled)];
        const bench = await openSimulation(await generateFitted(entries, [model], { dir, seed, scale: 1 }));
        const all = await faults(bench);
        bench.close();
        return all;
      });
      expect(found).toEqual([]);
    },
  );
  await fc.assert(property, { numRuns: 25 });
});

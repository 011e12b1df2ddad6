/** People, their visits and the items of those: three tables of one id space, published as an ingest would, and read as cells. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { fitOrder } from '#policies/simulation/fit-order.ts';
import type { FitPlan } from '#policies/simulation/fit-plan.ts';
import { planFit } from '#policies/simulation/plan-fit.ts';
import { entryId, idSpace } from '#policies/units.ts';
import { readEncoded, type EncodedSets } from '#sandbox/fit/read.ts';
import { publishPrivate } from '#sandbox/private/publish.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { anEntry } from '../catalog/builders.ts';
import { aColumn, codes, dates, range } from '../fixtures/columns.ts';
import { aSource, type Rows } from '../private-publish/builders.ts';

export const space = idSpace('person');
export const holdoutKey = 'ab'.repeat(32);

const title = { zh: '表', en: 'table' };
const key = (name: string) => aColumn({ name, type: 'INTEGER', semantic: 'serial', rule: ['J'] });

const person: Table = {
  name: 'person',
  title,
  columns: [
    key('id'),
    aColumn({ name: 'sex', type: 'VARCHAR', semantic: 'code', rule: ['G'], domain: codes('F', 'M'), nullable: true }),
    aColumn({ name: 'born', type: 'DATE', semantic: 'date', rule: ['F'], domain: dates('1940-01-01', '1999-12-31') }),
  ],
  units: [{ space, column: 'id' }],
  rowsPerUnit: { max: 1, onExcess: 'truncate' },
  primaryKey: ['id'],
  foreignKeys: [],
  volume: 100,
};

const visit: Table = {
  name: 'visit',
  title,
  columns: [
    key('visit_id'),
    key('who'),
    aColumn({ name: 'kind', type: 'VARCHAR', semantic: 'code', rule: ['G'], domain: codes('x', 'y', 'z') }),
    aColumn({
      name: 'paid',
      type: 'DECIMAL(8,2)',
      semantic: 'amount',
      rule: ['A'],
      domain: range(0, 5000),
      nullable: true,
    }),
  ],
  units: [{ space, column: 'who' }],
  rowsPerUnit: { max: 3, onExcess: 'truncate' },
  primaryKey: ['visit_id'],
  foreignKeys: [{ columns: ['who'], table: 'person', references: ['id'] }],
  volume: 300,
};

const item: Table = {
  name: 'item',
  title,
  columns: [
    key('item_id'),
    key('visit'),
    aColumn({ name: 'size', type: 'SMALLINT', semantic: 'measure', rule: ['A'], domain: range(1, 9) }),
  ],
  units: [{ space, column: 'who', via: [{ column: 'visit', table: 'visit', references: 'visit_id' }] }],
  rowsPerUnit: { max: 4, onExcess: 'truncate' },
  primaryKey: ['item_id'],
  foreignKeys: [{ columns: ['visit'], table: 'visit', references: ['visit_id'] }],
  volume: 600,
};

export const clinic: CatalogEntry = anEntry({ id: entryId('clinic'), tables: [person, visit, item] });

export const clinicOrder = {
  entries: ['clinic'],
  epsilon: 1,
  holdout: 0,
  tables: [
    {
      table: 'person',
      summaries: [
        { name: 'least_paid_x', child: 'visit', column: 'paid', pick: 'lowest', where: { column: 'kind', value: 'x' } },
      ],
    },
    {
      table: 'visit',
      context: ['sex', 'least_paid_x'],
      summaries: [{ name: 'largest', child: 'item', column: 'size', pick: 'highest' }],
    },
    { table: 'item', context: ['kind', 'person.sex', 'largest'] },
  ],
} as const;

export function planOf(order: object, entries: readonly CatalogEntry[] = [clinic]): FitPlan {
  return unwrap(planFit(fitOrder.parse(order), entries));
}

/** Publishes the rows of an entry and reads all models of the plan. Equal folders have equal keys, so equal units keep equal rows. */
export async function encoded(
  folder: string,
  { entry, rows, plan }: { readonly entry: CatalogEntry; readonly rows: Rows; readonly plan: FitPlan },
): Promise<Readonly<Record<string, EncodedSets>>> {
  const source = await aSource(folder, entry, rows);
  const path = join(folder, `private-${randomUUID()}.duckdb`);
  unwrap(await publishPrivate({ entry, source, target: path, registry: join(folder, 'units') }));
  return readAll([{ name: entry.id, path }], { plan, temp: join(folder, 'temp') });
}

export async function readAll(
  attach: readonly { readonly name: string; readonly path: string }[],
  { plan, temp }: { readonly plan: FitPlan; readonly temp: string },
): Promise<Readonly<Record<string, EncodedSets>>> {
  using engine = await LockedEngine.open({ memoryLimitMb: 1024, threads: 2, temp }, attach);
  const sets: Record<string, EncodedSets> = {};
  for (const { model } of plan.tables)
    sets[model.table] = await readEncoded(engine, { plan, table: model.table, holdoutKey });
  return sets;
}

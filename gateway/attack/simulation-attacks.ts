/**
 * Attacks on simulation data: by whom a fit is ordered, whose data a vendor can read, and what rows drawn from a model say of people.
 *
 * @see synth.md §3.4, decision 6; docs/decisions/039-where-a-fit-runs.md
 */
import { setTimeout as wait } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import type { Person } from '../accounts.ts';
import { idOf } from '../city/journey.ts';
import { people } from '../city/people.ts';
import type { As } from '../city/publish.ts';
import { ownerOf } from '../city/set-up.ts';
import type { Client, Json } from '../client.ts';
import type { Given, Layer } from './adversary.ts';
import { membershipAuc, type Seen } from './membership.ts';
import type { Attack, Attempt } from './pack.ts';
import { twinEntry, twinVisits, vendors } from './twin.ts';

const department = ownerOf(twinEntry.department).person;
const aFit = { order: { entries: [twinEntry.id], epsilon: 1 }, purpose: '供开发测试' };

export const simulationAttacks: readonly Attack[] = [
  {
    id: 'fit without consent',
    title: { zh: '未经同意拟合', en: 'A fit without the word of the department' },
    tells:
      'a model of rows whose department has not agreed: asked for by a vendor, agreed to by the operator and by another department',
    run: async ({ as }) => {
      const operator = as(people.operator.person);
      const asked = idOf(await operator.call('/simulate/fits', aFit));
      const agree = `/simulate/fits/${asked}/agree`;
      const tries = [
        await as(vendors[0].person).call('/simulate/fits', aFit),
        await operator.call(`/simulate/fits/${asked}/publish`, {}),
        await operator.call(agree, {}),
        await as(ownerOf('dept.tax').person).call(agree, {}),
      ];
      const { state } = unwrap(await operator.call(`/simulate/fits/${asked}`));
      return attemptOf(tries, 'consent', state === 'requested' ? undefined : `a fit that is ${String(state)}`);
    },
  },
  {
    id: 'simulation of another',
    title: { zh: '窥探他人仿真数据', en: "Another vendor's simulation data" },
    tells: 'which query another vendor is developing: its wishes, its rows, its package',
    run: async ({ as }) => {
      const [a, b] = [as(vendors[0].person), as(vendors[1].person)];
      const set = await readySet(a, {});
      const tries = [
        await b.call('/simulate/query', { sql: 'SELECT sector, count(*) AS n FROM visit GROUP BY sector', set }),
        await b.call(`/simulate/preview/visit?set=${set}`),
        await b.bytes(`/simulate/sets/${set}/package`),
        await b.call(`/simulate/sets/${set}`),
      ];
      const listed = unwrap(await b.call('/simulate/sets'))['items'] as readonly unknown[];
      return attemptOf(tries, 'ownership', listed.length === 0 ? undefined : 'its list');
    },
  },
  {
    id: 'membership',
    title: { zh: '成员推断', en: 'A person recognised in simulation data of level 1' },
    tells: 'whether a person is in the table, by how near the drawn rows come to the known visits',
    run: async ({ as, visits }) => {
      await publishFit(as);
      const drawn = await rowsOf(as, vendors[0]);
      // The same generator, beyond the people who are in the table.
      const others = twinVisits(2 * size).filter(
        ({ person }) => person.startsWith('P') && Number(person.slice(1)) >= size,
      );
      const auc = membershipAuc(drawn, { members: visits.slice(0, compared), others: others.slice(0, compared) });
      const level = unwrap(await as(vendors[0].person).call('/simulate/fidelity/visit'))['level'];
      if (level !== 1 || drawn.length < size) throw new Error('Cannot attack: there must be rows of level 1');
      const held = 'rows are drawn from noisy counts of many: members lie no nearer to them than strangers do';
      return { given: [], ...(auc > 0.6 ? { learned: `who was there, with AUC ${auc.toFixed(2)}` } : { held }) };
    },
  },
];

/** People of the twin. */
const size = 1_500;
/** Rows of either side: enough for a deviation of AUC of 0.02 by chance. */
const compared = 500;

/** Succeeds where one of the questions was answered, or something else shows that it was in vain. */
function attemptOf(tries: readonly Outcome<unknown>[], layer: Layer, learned: string | undefined): Attempt {
  const given = tries.flatMap((one): Given[] =>
    one.ok ? [] : [{ kind: 'refused', layer, code: one.refusals[0].code }],
  );
  const found = given.length < tries.length ? 'what was asked for' : learned;
  return { given, ...(found !== undefined && { learned: found }) };
}

async function publishFit(as: As): Promise<void> {
  const operator = as(people.operator.person);
  const path = `/simulate/fits/${idOf(await operator.call('/simulate/fits', aFit))}`;
  unwrap(await as(department).call(`${path}/agree`, {}));
  await ended(operator, path, ['agreed', 'ordered']);
  unwrap(await operator.call(`${path}/publish`, {}));
}

async function readySet(vendor: Client, wish: object): Promise<string> {
  const id = idOf(await vendor.call('/simulate/sets', wish));
  await ended(vendor, `/simulate/sets/${id}`, ['making']);
  return id;
}

async function ended(client: Client, path: string, pending: readonly string[]): Promise<Json> {
  for (;;) {
    const found = unwrap(await client.call(path));
    if (!pending.includes(String(found['state']))) return found;
    await wait(100);
  }
}

/** What the vendor takes home. */
async function rowsOf(as: As, { person }: Person): Promise<readonly Seen[]> {
  const set = await readySet(as(person), { format: 'csv' });
  const files = unzipSync(unwrap(await as(person).bytes(`/simulate/sets/${set}/package`)));
  const name = Object.keys(files).find((path) => path.endsWith('SIM_visit.csv')) ?? '';
  const [header = '', ...lines] = new TextDecoder().decode(files[name]).trim().split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
    const [district, sector, day, diagnosis] = ['district', 'sector', 'visited_on', 'diagnosis'].map(cell);
    if (!district || !sector || !day || !diagnosis) throw new Error('Cannot read the package: must hold visits');
    return { district, sector, day, diagnosis, cost: Number(cell('cost')) };
  });
}

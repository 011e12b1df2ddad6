/**
 * The twin that is attacked: a catalog entry with made-up people whose every secret the judge knows, in an installation of its own. What is
 * planted: a sector of four people, three people who came on the last day only, one expensive visit, a village with one person of a sector.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { entryId, idSpace, orgId, personId } from '#policies/units.ts';
import { column, title } from '#synth/city/entries/column.ts';
import { onConditions } from '#synth/city/entries/opening.ts';
import type { Person } from '../accounts.ts';
import { people } from '../city/people.ts';
import { letThrough, publishEntry, type As } from '../city/publish.ts';
import { cityPeople, ownerOf } from '../city/set-up.ts';
import type { Office } from '../office.ts';
import { provide } from '../provide.ts';
import { refreshSimulation } from '../simulation/refresh.ts';

export const districts = ['d1', 'd2', 'd3', 'd4', 'd5'] as const;
export const sectors = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'] as const;
/** Four people work here. */
export const rareSector = 's8';
/** Three people came on this day and on no other. */
export const lastDay = '2025-06-30';
/** Whose secret the attacks are after. */
export const target = 'P0001';

/** One visit of the twin. */
export interface Visit {
  readonly person: string;
  readonly district: string;
  readonly sector: string;
  readonly day: string;
  readonly diagnosis: string;
  readonly cost: number;
}

const codes = (values: readonly string[]) => ({ kind: 'codes', values }) as const;

const columns = [
  column('person_id', ['人员编号', 'Person'], {
    type: 'VARCHAR',
    semantic: 'serial',
    tag: 'direct',
    grade: 'L3',
    rule: ['J'],
  }),
  column('district', ['区', 'District'], {
    type: 'VARCHAR',
    semantic: 'district',
    tag: 'quasi',
    grade: 'L2',
    rule: ['G'],
    domain: codes(districts),
  }),
  column('sector', ['行业', 'Sector of work'], {
    type: 'VARCHAR',
    semantic: 'industry',
    tag: 'quasi',
    grade: 'L2',
    rule: ['G'],
    domain: codes(sectors),
  }),
  column('visited_on', ['就诊日', 'Day of the visit'], {
    type: 'DATE',
    semantic: 'date',
    tag: 'quasi',
    grade: 'L2',
    rule: ['F'],
    domain: { kind: 'dates', lo: '2025-01-01', hi: lastDay },
  }),
  column('diagnosis', ['诊断', 'Diagnosis'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['F'],
    domain: codes(['a', 'b', 'c']),
  }),
  column('cost', ['费用', 'Cost'], {
    type: 'DECIMAL(12,2)',
    semantic: 'amount',
    tag: 'measure',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 100_000 },
    bounds: { lo: '0', hi: '100000', step: '0.01' },
  }),
] as const;

export const twinEntry: CatalogEntry = {
  id: entryId('attack_twin'),
  version: 1,
  title: title('攻击演练双胞胎', 'Twin for attacks'),
  department: orgId('dept.medical_insurance'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'once',
  opening: onConditions({ theme: '演练', summary: 'made-up people' }),
  tables: [
    {
      name: 'visit',
      title: title('就诊', 'Visits'),
      columns,
      units: [{ space: idSpace('person'), column: 'person_id' }],
      rowsPerUnit: { max: 8, onExcess: 'truncate' },
      primaryKey: [],
      foreignKeys: [],
      volume: 3000,
    },
  ],
};

/** A third vendor, for collusion. */
export const third: Person = {
  person: personId('tao.vendor'),
  org: orgId('vendor.yuanshan'),
  role: 'vendor',
  title: title('陶 · 远山数据(数据商)', 'Tao, analyst at the data vendor Yuanshan'),
};

export const attackPeople: readonly Person[] = [...cityPeople, third];
export const vendors = [people.vendor, people.rival, third] as const;

const usualPeople = 1_500;

/** Equal each time: whoever reads the report can look a number up. */
export function twinVisits(people = usualPeople): readonly Visit[] {
  const draw = sequence(20251122);
  const visits: Visit[] = [];
  for (let index = 0; index < people; index++) {
    const person = `P${String(index).padStart(4, '0')}`;
    const district = districts[draw(districts.length)] ?? 'd1';
    const sector = index >= 1 && index <= 4 ? rareSector : (sectors[draw(sectors.length - 1)] ?? 's1');
    const count = 1 + draw(3);
    for (let visit = 0; visit < count; visit++) {
      visits.push({
        person,
        district,
        sector,
        day: dayAt(draw(175)),
        diagnosis: 'abc'[draw(3)] ?? 'a',
        cost: 100 + draw(20_000) / 10,
      });
    }
  }
  for (const person of ['L0001', 'L0002', 'L0003'])
    visits.push({ person, district: 'd2', sector: 's2', day: lastDay, diagnosis: 'a', cost: 4321.5 });
  return visits;
}

/** Linear congruential: nothing here is secret. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** @param offset days after the first of January 2025 */
function dayAt(offset: number): string {
  return new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10);
}

/** Publishes the entry, gives its rows to the domain as real ones, and makes simulation data from the entry alone. */
export async function setUpTwin(office: Office, as: As, size = usualPeople): Promise<readonly Visit[]> {
  const owner = ownerOf(twinEntry.department);
  unwrap(await publishEntry(as, twinEntry, owner.person));
  const visits = twinVisits(size);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-twin-'));
  try {
    const path = join(folder, 'visit.csv');
    const lines = visits.map(({ person, district, sector, day, diagnosis, cost }) =>
      [person, district, sector, day, diagnosis, cost.toFixed(2)].join(','),
    );
    writeFileSync(path, `${[columns.map(({ name }) => name).join(','), ...lines].join('\n')}\n`);
    unwrap(await letThrough(as, twinEntry, owner.person));
    unwrap(await provide(office, { entry: twinEntry.id, files: { visit: path }, actor: owner }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await refreshSimulation(office, { seed: 7, scale: size / usualPeople });
  return visits;
}

/** Visits of people, with whatever somebody would look for in a model: one of each, in rows of people whom nobody is like. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId } from '#policies/units.ts';
import { anEntry } from '../catalog/builders.ts';
import { aColumn, codes, dates, range } from '../fixtures/columns.ts';
import { space } from './world.ts';

const drugs = Array.from({ length: 40 }, (_, at) => `q${String(at).padStart(2, '0')}`);

export const visits: CatalogEntry = anEntry({
  id: entryId('visits'),
  tables: [
    {
      name: 'visits',
      title: { zh: '就诊', en: 'visits' },
      columns: [
        aColumn({ name: 'who', type: 'VARCHAR', semantic: 'serial', tag: 'direct', rule: ['J'] }),
        aColumn({ name: 'kind', type: 'VARCHAR', semantic: 'code', rule: ['G'], domain: codes('x', 'y', 'z') }),
        aColumn({ name: 'drug', type: 'VARCHAR', semantic: 'code', rule: ['G'], domain: codes(...drugs) }),
        aColumn({
          name: 'day',
          type: 'DATE',
          semantic: 'date',
          rule: ['F'],
          domain: dates('2024-01-01', '2025-12-31'),
        }),
        aColumn({ name: 'paid', type: 'DECIMAL(12,2)', semantic: 'amount', rule: ['A'], domain: range(0, 1_000_000) }),
        aColumn({ name: 'full_name', type: 'VARCHAR', semantic: 'person_name', tag: 'direct', rule: ['X'] }),
        aColumn({ name: 'said', type: 'VARCHAR', semantic: 'text', tag: 'free_text', rule: ['F'] }),
      ],
      units: [{ space, column: 'who' }],
      rowsPerUnit: { max: 3, onExcess: 'truncate' },
      primaryKey: [],
      foreignKeys: [],
      volume: 600,
    },
  ],
});

const header = 'who,kind,drug,day,paid,full_name,said';

/** What must be nowhere: an amount, a day's text beside it, a name, a sentence, the names of people. */
export const planted = {
  who: 'P-PLANTED-77',
  paid: '987654.32',
  name: '金丝雀',
  said: 'planted words of one person',
} as const;

/** The rare one: her amount and her drug are nobody else's, and she has `rows` of them. */
export function theRare(rows: number): readonly string[] {
  const { who, paid, name, said } = planted;
  return Array.from({ length: rows }, () => `${who},z,q39,2025-12-31,${paid},${name},${said}`);
}

/** People who pay up to 500 for what the rare one never gets. */
export function people(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => at).flatMap((at) =>
    Array.from({ length: 1 + (at % 2) }, (_, visit) => {
      const day = `2024-0${1 + ((at + visit) % 9)}-1${at % 10}`;
      return `P${at},${'xy'[at % 2] ?? 'x'},${drugs[(at * 7) % 20] ?? ''},${day},${(at * 37) % 500}.25,name ${at},words ${at}`;
    }),
  );
}

export function csvOf(rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`;
}

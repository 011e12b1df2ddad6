/**
 * The attacks: classic ones of the literature, each a few questions that a vendor may ask and what he would compute from the answers. An
 * attack has succeeded when what he computes is true and is about fewer people than any answer may be.
 *
 * @see disclosure.md §2.8; Denning & Denning (1979, trackers); Dinur & Nissim (2003, linear reconstruction); T/CSAC 007-2024 (reversibility)
 */
import type { Title } from '#policies/catalog/entry.ts';
import type { As } from '../city/publish.ts';
import type { Adversary, Given, Question, ReleasedTable } from './adversary.ts';
import { lastDay, rareSector, sectors, target, type Visit } from './twin.ts';

export interface Arena {
  /** Three vendors who tell each other everything. */
  readonly vendors: readonly [Adversary, Adversary, Adversary];
  readonly as: As;
  /** For the judge; no attack asks anything of it but whom to go after. */
  readonly visits: readonly Visit[];
}

export interface Attack {
  readonly id: string;
  readonly title: Title;
  /** What it would tell. */
  readonly tells: string;
  /** It brings programs: where the machine does not confine them, somebody must have accepted that. */
  readonly scripted?: true;
  /** How many people the twin has; the usual number where not given. */
  readonly people?: number;
  readonly run: (arena: Arena) => Promise<Attempt>;
}

/** What was asked, and what the attacker makes of it: undefined where he learns nothing about fewer than k people. */
export interface Attempt {
  readonly given: readonly Given[];
  readonly learned?: string;
  /** Where every answer was given and tells nothing: why. */
  readonly held?: string;
}

const count = 'count(DISTINCT person_id) AS n, sum(cost) AS total';
const among = (...sectors: readonly string[]): string => sectors.map((sector) => `'${sector}'`).join(', ');
const sumOf = (...sectors: readonly string[]): string =>
  `SELECT ${count} FROM visit WHERE sector IN (${among(...sectors)})`;

/** Asks one question after the other, and stops where one is refused. */
export async function askAll(
  questions: readonly (readonly [Adversary, Question | string])[],
): Promise<readonly Given[]> {
  const given: Given[] = [];
  for (const [who, question] of questions) {
    const answer = await who.ask(typeof question === 'string' ? { sql: question } : question);
    given.push(answer);
    if (answer.kind === 'refused') break;
  }
  return given;
}

/** The number in a cell, or undefined where it is hidden or was never given. */
export function valueAt(given: Given | undefined, row: number, column: string): number | undefined {
  if (given?.kind !== 'released') return undefined;
  const at = given.table.columns.indexOf(column);
  const isHidden = given.table.suppressed.some(([r, c]) => r === row && c === at);
  const value = given.table.rows[row]?.[at];
  return isHidden || value === null || value === undefined ? undefined : Number(value);
}

/** One answer less others, when all are there. */
function less(given: readonly Given[], [first, ...others]: readonly number[], column: string): number | undefined {
  const values = [first ?? 0, ...others].map((place) => valueAt(given[place], 0, column));
  if (values.includes(undefined)) return undefined;
  const [whole = 0, ...parts] = values.map((value) => value ?? 0);
  return whole - parts.reduce((sum, value) => sum + value, 0);
}

function told(what: string, value: number | undefined): Pick<Attempt, 'learned'> {
  return value === undefined ? {} : { learned: `${what}: ${value.toFixed(2)}` };
}

function single(
  id: string,
  title: Title,
  { tells, question, what }: { tells: string; question: (arena: Arena) => Question; what: string },
): Attack {
  return {
    id,
    title,
    tells,
    run: async (arena) => {
      const given = await askAll([[arena.vendors[0], question(arena)]]);
      return { given, ...told(what, valueAt(given[0], 0, 'v')) };
    },
  };
}

/** The visit that the attacker knows somebody made, and whose cost he wants. */
function known({ visits }: Arena): Visit {
  const found = visits.find(({ person }) => person === target);
  if (!found) throw new Error('the target has no visit');
  return found;
}

export const attacks: readonly Attack[] = [
  single(
    'rows',
    { zh: '直接取数', en: 'Rows' },
    {
      tells: 'every row of one person',
      question: () => ({ sql: 'SELECT district, sector, visited_on, cost AS v FROM visit' }),
      what: 'a cost',
    },
  ),
  single(
    'dictionary',
    { zh: '字典攻击', en: 'Dictionary: a digest of every possible number' },
    {
      tells: 'whether a person is in the table, by trying all numbers',
      question: () => ({ sql: `SELECT count(*) AS v FROM visit WHERE md5(person_id) = md5('${target}')` }),
      what: 'visits of the person',
    },
  ),
  single(
    'indicator mean',
    { zh: '指示变量均值', en: 'Mean under an indicator of one person' },
    {
      tells: 'the cost of a visit of which day, district and sector are known',
      question: (arena) => {
        const { day, district, sector } = known(arena);
        return {
          sql: `SELECT avg(CASE WHEN visited_on = DATE '${day}' AND district = '${district}' AND sector = '${sector}' THEN cost END) AS v FROM visit`,
        };
      },
      what: 'the cost',
    },
  ),
  single(
    'duplicated rows',
    { zh: '重复记录', en: 'The same rows ten times, to reach k' },
    {
      tells: 'the cost of the four people of a sector',
      question: () => {
        const once = `SELECT person_id, cost FROM visit WHERE sector = '${rareSector}'`;
        return { sql: `SELECT sum(cost) AS v FROM (${Array.from({ length: 10 }, () => once).join(' UNION ALL ')}) r` };
      },
      what: 'ten times the cost',
    },
  ),
  single(
    'encoding',
    { zh: '编码通道', en: 'Digits of a few people in the high digits of a large sum' },
    {
      tells: 'the cost of the four people of a sector, as the millions of a sum over everybody',
      question: () => ({
        sql: `SELECT sum(CASE WHEN sector = '${rareSector}' THEN cost * 100000000 ELSE cost END) AS v FROM visit`,
      }),
      what: 'a sum whose high digits are those of four people',
    },
  ),
  {
    id: 'oracle',
    title: { zh: '条件泄露', en: 'HAVING as an oracle over a hidden number' },
    tells: 'whether the sector has exactly four people',
    run: async ({ vendors: [a] }) => {
      const given = await askAll([
        [
          a,
          `SELECT sector, count(DISTINCT person_id) AS n FROM visit GROUP BY sector HAVING count(DISTINCT person_id) < 10`,
        ],
      ]);
      const [first] = given;
      const rows = first?.kind === 'released' ? first.table.rows.length : 0;
      return {
        given,
        ...(rows > 0
          ? { learned: `${rows} sectors with fewer than ten people` }
          : { held: 'HAVING reads released cells: hidden ones drop out, whatever they hold' }),
      };
    },
  },
  {
    id: 'small cell',
    title: { zh: '小单元格边际推算', en: 'A small cell from its margins' },
    tells: 'the total of the four people of a sector, as the grand total less the other sectors',
    run: async ({ vendors: [a] }) => {
      const given = await askAll([
        [
          a,
          `SELECT sector, count(DISTINCT person_id) AS n, count(*) AS visits, sum(cost) AS total FROM visit GROUP BY ROLLUP (sector)`,
        ],
      ]);
      const table = given[0]?.kind === 'released' ? given[0].table : undefined;
      const hidden = table ? sectors.filter((sector) => !isShown(table, sector)) : [];
      return {
        given,
        ...(hidden.length === 1
          ? { learned: `the total of ${String(hidden[0])}, by subtraction` }
          : { held: `${hidden.length} sectors are hidden together; their sum is of many people` }),
      };
    },
  },
  {
    id: 'tracker',
    title: { zh: '追踪器', en: 'Tracker: a large set with and without the small one' },
    tells: 'the cost of the four people of a sector',
    run: async ({ vendors: [a] }) => {
      const given = await askAll([
        [a, `SELECT ${count} FROM visit WHERE district = 'd1' OR sector = '${rareSector}'`],
        [a, `SELECT ${count} FROM visit WHERE district = 'd1'`],
      ]);
      return { given, ...told('cost of those of the sector outside the district', less(given, [0, 1], 'total')) };
    },
  },
  {
    id: 'subset difference',
    title: { zh: '差分攻击', en: 'The same table for one day less, asked by two vendors' },
    tells: 'the cost of the three people who came on the last day only',
    run: async ({ vendors: [a, b] }) => {
      const given = await askAll([
        [a, `SELECT ${count} FROM visit WHERE district = 'd2'`],
        [b, `SELECT ${count} FROM visit WHERE district = 'd2' AND visited_on < DATE '${lastDay}'`],
      ]);
      return { given, ...told('cost of the three', less(given, [0, 1], 'total')) };
    },
  },
  {
    id: 'collusion',
    title: { zh: '三方合谋', en: 'Three vendors, three harmless tables' },
    tells: 'the cost of the four people of a sector, though no two tables differ by few people',
    run: async ({ vendors: [a, b, c] }) => {
      const given = await askAll([
        [a, sumOf('s1', 's2', rareSector)],
        [b, sumOf('s1')],
        [c, sumOf('s2')],
      ]);
      return { given, ...told('cost of the four', less(given, [0, 1, 2], 'total')) };
    },
  },
  {
    id: 'linear reconstruction',
    title: { zh: '线性重建', en: 'Linear reconstruction from overlapping sums' },
    tells: 'the cost of the four people of a sector: Q₁ − Q₂ − Q₃ + 2·Q₄',
    run: async ({ vendors: [a, b, c] }) => {
      const given = await askAll([
        [a, sumOf('s4', 's5', rareSector)],
        [b, sumOf('s4', 's6')],
        [c, sumOf('s5', 's6')],
        [a, sumOf('s6')],
      ]);
      const rest = less(given, [0, 1, 2], 'total');
      const sixth = valueAt(given[3], 0, 'total');
      return {
        given,
        ...told('cost of the four', rest === undefined || sixth === undefined ? undefined : rest + 2 * sixth),
      };
    },
  },
  {
    id: 'memorisation',
    title: { zh: '模型记忆', en: 'A model that memorises: a coefficient for the people of a small group' },
    tells: 'the mean cost of the four people of a sector, as a coefficient',
    run: async ({ vendors: [a] }) => {
      const given = await askAll([
        [
          a,
          {
            sql: `SELECT person_id, max(CASE WHEN sector = '${rareSector}' THEN 1 ELSE 0 END) AS rare, avg(cost) AS y FROM visit GROUP BY person_id`,
            train: { kind: 'linear', target: 'y', features: [{ name: 'rare', kind: 'binary' }] },
          },
        ],
      ]);
      return { given, ...(given[0]?.kind === 'released' && { learned: 'the coefficient of four people' }) };
    },
  },
  {
    id: 'averaging',
    title: { zh: '平均消噪', en: 'Averaging the noise of the private lane away' },
    tells: 'an exact count from many noisy ones',
    run: async ({ vendors: [a, b, c] }) => {
      const question = {
        sql: 'SELECT count(DISTINCT person_id) AS n FROM visit',
        lane: 'private',
        privacy: { epsilon: 0.5 },
      } as const;
      const given = await askAll([
        [a, question],
        [b, question],
        [c, question],
      ]);
      const answers = new Set(given.map((answer) => valueAt(answer, 0, 'n')));
      return {
        given,
        ...(answers.size > 1
          ? { learned: `${answers.size} independent answers` }
          : { held: 'equal questions have the one answer that was paid for, byte for byte' }),
      };
    },
  },
];

/** Whether the total of this sector is there to read. */
function isShown({ columns, rows, suppressed }: ReleasedTable, sector: string): boolean {
  const row = rows.findIndex((cells) => cells[columns.indexOf('sector')] === sector);
  return row >= 0 && !suppressed.some(([r, c]) => r === row && c === columns.indexOf('total'));
}

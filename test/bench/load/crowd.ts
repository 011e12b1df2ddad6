/** Two hundred vendors at their desks for minutes, while one of them runs approved programs over the real side. */
import { approveProgram, agreeOn, runProgram } from '#gateway/city/journey.ts';
import { aPlan } from '../../gateway/plans.ts';
import type { Table } from '../table.ts';
import { aDemand } from './cannon.ts';
import type { Served } from './city.ts';

interface Deed {
  readonly name: string;
  readonly path: string;
  readonly body?: object;
}

const sql = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL';
/** What a vendor does, as often as it stands here. */
const deeds: readonly Deed[] = [
  { name: 'explain a text', path: '/simulate/explain', body: { sql } },
  { name: 'explain a text', path: '/simulate/explain', body: { sql: 'SELECT ent_name FROM ent_registration' } },
  { name: 'query simulation data', path: '/simulate/query', body: { sql } },
  { name: 'search the catalog', path: '/catalog/search?q=企业' },
  { name: 'search the catalog', path: '/catalog/search?q=electricity' },
  { name: 'read an entry', path: '/catalog/entries/ent_registration' },
  { name: 'read what one owes', path: '/deadlines' },
  { name: 'submit a demand', path: '/propose/demands', body: aDemand },
];

/** Seconds between two deeds of one person, on average. */
const pause = 15;

interface Book {
  readonly times: Map<string, number[]>;
  readonly faults: string[];
}

export async function benchCrowd(served: Served, minutes: number): Promise<readonly Table[]> {
  const book: Book = { times: new Map(), faults: [] };
  const end = Date.now() + minutes * 60_000;
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(served.memory()), 5_000);
  let runs = 0;
  const running = (async () => {
    const plan = aPlan();
    const { agreement } = await agreeOn(served.running.as, plan);
    const program = await approveProgram(served.running.as, plan, agreement);
    while (Date.now() < end && runs < 20) {
      const done = await runProgram(served.running.as, plan, program);
      if (done['state'] !== 'quarantined') book.faults.push(`a run ended as ${String(done['state'])}`);
      runs++;
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Math.max(1, (minutes * 60) / 25)));
    }
  })();
  await Promise.all([running, ...served.tokens.map((token) => person(served, { token, end, book }))]);
  clearInterval(watch);
  return [latencies(book), summary({ book, memory, runs, minutes, people: served.tokens.length })];
}

async function person(
  { running: { url } }: Served,
  { token, end, book }: { readonly token: string; readonly end: number; readonly book: Book },
): Promise<void> {
  // Not all at once at the beginning.
  await rest(Math.random() * pause);
  while (Date.now() < end) {
    const deed = deeds[Math.floor(Math.random() * deeds.length)] ?? { name: '', path: '' };
    await tell(deed, { url, token, book });
    await rest(-Math.log(1 - Math.random()) * pause);
  }
}

async function tell(
  { name, path, body }: Deed,
  { url, token, book }: { readonly url: string; readonly token: string; readonly book: Book },
): Promise<void> {
  const started = performance.now();
  try {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    await answer.arrayBuffer();
    // A text that the rules refuse is an answer.
    if (answer.status >= 500 || answer.status === 429 || answer.status === 401)
      book.faults.push(`${name}: ${answer.status}`);
  } catch (error) {
    book.faults.push(`${name}: ${error instanceof Error ? error.message : 'failed'}`);
  }
  book.times.set(name, [...(book.times.get(name) ?? []), performance.now() - started]);
}

const rest = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

function latencies({ times }: Book): Table {
  const rows = [...times].map(([name, all]) => {
    const sorted = all.toSorted((one, other) => one - other);
    const at = (share: number) =>
      String(Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0));
    return [name, String(all.length), at(0.5), at(0.99), at(1)];
  });
  return { title: 'Two hundred vendors at once', columns: ['deed', 'times', 'p50 ms', 'p99 ms', 'longest ms'], rows };
}

interface Ended {
  readonly book: Book;
  readonly memory: readonly number[];
  readonly runs: number;
  readonly minutes: number;
  readonly people: number;
}

function summary({ book, memory, runs, minutes, people }: Ended): Table {
  const third = Math.ceil(memory.length / 3);
  const kinds = [...new Set(book.faults)].slice(0, 5).join('; ');
  return {
    title: 'The gateway meanwhile',
    columns: ['what', 'seen'],
    rows: [
      ['people, minutes, runs on the real side', `${people}, ${minutes}, ${runs}`],
      ['errors', `${book.faults.length}${kinds === '' ? '' : ` (${kinds})`}`],
      [
        'memory of the process, MiB: first third, last third, most',
        `${mean(memory.slice(0, third))}, ${mean(memory.slice(-third))}, ${Math.round(Math.max(...memory))}`,
      ],
    ],
  };
}

function mean(part: readonly number[]): number {
  return Math.round(part.reduce((sum, one) => sum + one, 0) / Math.max(1, part.length));
}

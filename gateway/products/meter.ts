/**
 * How often each key has called, on which day of Asia/Shanghai, and what came of it. Calls may be many, so they are counted in a file of their
 * own beside the record; when a day is over, its counts become one event for each key. The file outlives the process.
 *
 * @see docs/decisions/061-api-products.md
 */
import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS taken (
    day INTEGER NOT NULL, key TEXT NOT NULL, product TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (day, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS came (
    day INTEGER NOT NULL, key TEXT NOT NULL, product TEXT NOT NULL, what TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (day, key, what)
  ) STRICT, WITHOUT ROWID;
`;

/** Who calls what, when. */
export interface Caller {
  /** As a day number. @see dayAt */
  readonly day: number;
  readonly key: string;
  readonly product: string;
}

/** The calls of one key on one day. */
export interface Counted extends Caller {
  /** `export/exp-1` for what was answered, a code for what was refused. */
  readonly came: Readonly<Record<string, number>>;
}

interface Row extends Caller {
  readonly what: string;
  readonly times: number;
}

export class Meter {
  readonly #db: DatabaseSync;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    chmodSync(file, 0o600);
    this.#db.exec(schema);
  }

  /** Takes one call of `limit`, whatever will come of it: who tries values without end is stopped too. @returns false where none is left */
  take({ day, key, product }: Caller, limit: number): boolean {
    const made = this.#db.prepare(
      `INSERT INTO taken (day, key, product, times) SELECT ?, ?, ?, 1 WHERE ? > 0
       ON CONFLICT (day, key) DO UPDATE SET times = times + 1 WHERE times < ?`,
    );
    return made.run(day, key, product, limit, limit).changes === 1;
  }

  /** How many are taken. */
  taken({ day, key }: Omit<Caller, 'product'>): number {
    const row = this.#db.prepare('SELECT times FROM taken WHERE day = ? AND key = ?').get(day, key);
    return Number(row?.['times'] ?? 0);
  }

  /** What came of a call. */
  note({ day, key, product }: Caller, what: string): void {
    this.#db
      .prepare(
        `INSERT INTO came (day, key, product, what, times) VALUES (?, ?, ?, ?, 1)
         ON CONFLICT (day, key, what) DO UPDATE SET times = times + 1`,
      )
      .run(day, key, product, what);
  }

  /** Not yet in the record: of one product. */
  openOf(product: string): readonly Counted[] {
    return grouped(this.#db.prepare('SELECT * FROM came WHERE product = ? ORDER BY day, key, what').all(product));
  }

  /** Not yet in the record: of the days before this one. */
  before(day: number): readonly Counted[] {
    return grouped(this.#db.prepare('SELECT * FROM came WHERE day < ? ORDER BY day, key, what').all(day));
  }

  /** It stands in the record. */
  forget({ day, key }: Omit<Caller, 'product'>): void {
    for (const name of ['came', 'taken'])
      this.#db.prepare(`DELETE FROM ${name} WHERE day = ? AND key = ?`).run(day, key);
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}

function grouped(rows: readonly unknown[]): readonly Counted[] {
  const groups = Map.groupBy(rows as readonly Row[], ({ day, key }) => `${day}/${key}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { day, key, product } = first;
    return [{ day, key, product, came: Object.fromEntries(group.map(({ what, times }) => [what, times])) }];
  });
}

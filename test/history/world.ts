/** A domain of real processes over small snapshots, a record that gives permits, and an export done in one word. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { printKey } from '#policies/record/note.ts';
import type { Permit } from '#policies/record/permit.ts';
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import { entryId, idSpace, instant, orgId, personId } from '#policies/units.ts';
import { makeKeys } from '#gateway/record/keys.ts';
import { openRecord, type SluiceRecord } from '#gateway/record/store.ts';
import { openWitness, type LocalWitness } from '#gateway/record/witness.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot } from '#sandbox/data/snapshot.ts';
import { createDomain, openDomain, simulationFolder, type Domain } from '#sandbox/door.ts';
import type { Receipt } from '#sandbox/operations.ts';
import { aColumn, codes, dates, range } from '../fixtures/columns.ts';
import { givePermit } from '../record/ledger.ts';

const now = instant('2026-03-02T01:30:00.000Z');
const clock = (): number => Date.parse(now);
const operator: Actor = { person: personId('wang.min'), org: orgId('operator-1'), role: 'operator' };
const agency: Actor = { person: personId('li.na'), org: orgId('agency-1'), role: 'data_agency' };

/** One trip of a card: line, day of March 2025, minutes. */
export interface Trip {
  readonly card: number;
  readonly line: string;
  readonly day: number;
  /** 10 and a few more where it is not given; null only without processes, for the catalog does not permit it. */
  readonly minutes?: number | null;
}

export const trips: CatalogEntry = {
  id: entryId('trips'),
  version: 1,
  title: { zh: '乘车', en: 'trips' },
  department: orgId('transport'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'daily',
  tables: [
    {
      name: 'trips',
      title: { zh: '乘车', en: 'trips' },
      columns: [
        aColumn({ name: 'id', type: 'INTEGER', semantic: 'serial', rule: ['J'] }),
        aColumn({ name: 'card', type: 'VARCHAR', semantic: 'text', rule: ['J'] }),
        aColumn({ name: 'line', type: 'VARCHAR', semantic: 'code', rule: ['G'], domain: codes('A', 'B', 'C') }),
        aColumn({
          name: 'day',
          type: 'DATE',
          semantic: 'date',
          rule: ['G', 'F'],
          domain: dates('2025-03-01', '2025-03-31'),
        }),
        aColumn({ name: 'minutes', type: 'INTEGER', semantic: 'count', rule: ['A'], domain: range(0, 1000) }),
      ],
      units: [{ space: idSpace('card'), column: 'card' }],
      primaryKey: ['id'],
      foreignKeys: [],
      volume: 1000,
    },
  ],
};

/** Differs among the cards of a cell, so that no rule hides it. */
export function minutesOf({ card, minutes }: Trip): number | null {
  return minutes === undefined ? 10 + (card % 7) : minutes;
}

/** `count` cards, numbered from `from`, each on every day of `days`. */
export function travel(line: string, days: readonly number[], count: number, from = 1): readonly Trip[] {
  return Array.from({ length: count }, (_, i) => days.map((day) => ({ card: from + i, line, day }))).flat();
}

export function daysTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}

export interface Ordered {
  readonly sql: string;
  readonly release?: Partial<ReleaseSettings>;
}

export class World implements AsyncDisposable {
  readonly root: string;
  readonly #record: SluiceRecord;
  readonly #witness: LocalWitness;
  #domain: Domain;
  #publications = 0;

  private constructor(root: string, record: SluiceRecord, witness: LocalWitness) {
    this.root = root;
    this.#record = record;
    this.#witness = witness;
    this.#domain = openDomain(join(root, 'domain'));
  }

  static async create(rows: readonly Trip[]): Promise<World> {
    const root = await mkdtemp(join(tmpdir(), 'sluice-history-'));
    const keys = makeKeys('sluice.example/record');
    const witness = openWitness({ file: ':memory:', signer: keys.witness, log: keys.log.key, clock });
    const trust = { origin: keys.log.key.name, logKey: printKey(keys.log.key), witnessKeys: [printKey(witness.key)] };
    createDomain(join(root, 'domain'), { ...trust, quorum: 1 });
    const store = { kind: 'sqlite', file: ':memory:' } as const;
    const options = { store, log: keys.log, versions: {}, fold: () => [] };
    const world = new World(root, unwrap(openRecord(options)), witness);
    try {
      await world.publish(rows);
    } catch (error) {
      await world[Symbol.asyncDispose]();
      throw error;
    }
    return world;
  }

  get domain(): Domain {
    return this.#domain;
  }

  get history(): string {
    return join(this.root, 'domain', 'history');
  }

  /** Another supervisor over the same folders, as after a crash. */
  async restart(): Promise<void> {
    await this.#domain[Symbol.asyncDispose]();
    this.#domain = openDomain(join(this.root, 'domain'));
  }

  /** A new snapshot of the trips. */
  async publish(rows: readonly Trip[]): Promise<void> {
    this.#publications += 1;
    const lines = rows.map(
      (trip, id) =>
        `${id},card-${trip.card},${trip.line},2025-03-${String(trip.day).padStart(2, '0')},${minutesOf(trip)}`,
    );
    const file = join(this.root, `trips-${this.#publications}.csv`);
    await writeFile(file, `${['id,card,line,day,minutes', ...lines].join('\n')}\n`);
    const at = instant(`2026-03-0${this.#publications}T01:30:00.000Z`);
    const root = join(this.root, 'domain', 'snapshots');
    unwrap(await ingestEntry({ entry: trips, files: { trips: file }, root, now: at }));
  }

  /** Lets the newest snapshot serve as simulation data. */
  async simulateOnCopy(): Promise<void> {
    const folder = simulationFolder(join(this.root, 'domain'));
    const { data } = unwrap(await currentSnapshot(join(this.root, 'domain', 'snapshots'), trips.id));
    await copyFile(data, join(folder, `${trips.id}.duckdb`));
    await writeFile(join(folder, 'catalog.json'), JSON.stringify([trips]));
  }

  /** An ordered run of one query, by default of the operator's own. */
  async run(run: string, sql: string, orderedBy: Actor = operator): Promise<Outcome<Receipt>> {
    return this.order(run, { sql }, orderedBy);
  }

  /** An ordered run with release settings of its own. */
  async order(run: string, { sql, release }: Ordered, orderedBy: Actor = operator): Promise<Outcome<Receipt>> {
    const content = {
      title: 'test',
      queries: [{ name: 'q', sql }],
      ...(release && { release }),
      parameters: [],
      outputs: [{ name: 'q', kind: 'table' }],
    };
    const permit = this.#permit(orderedBy, {
      life: 'run',
      id: run,
      type: 'run.ordered',
      data: { hash: contentHash(content), vendor: 'vendor.test', agreement: 'agr-test' },
    });
    return this.domain.run({ permit, run, content });
  }

  /** The verdict, or the code of the refusal. */
  async audit(run: string, beside: string[] = []): Promise<string> {
    const audited = await this.domain.audit({ run, beside });
    return audited.ok ? audited.value.verdict : audited.refusals[0].code;
  }

  /** Export of one run, submitted, filed and released in the record; then the domain is asked. */
  async release(run: string, resultHash: string): Promise<Outcome<{ files: { name: string; base64: string }[] }>> {
    const about = { life: 'export', id: `of-${run}` };
    const data = { results: [{ run, resultHash }] };
    const submitted = this.#permit(operator, { ...about, type: 'export.submitted', data });
    const filed = this.#permit(agency, { ...about, type: 'export.filed', data });
    const { files } = unwrap(await this.domain.seal({ run, submitted, filed }));
    const released = this.#permit(operator, { ...about, type: 'export.released', data: { files } });
    return this.domain.release({ run, submitted, filed, released });
  }

  /** Runs and releases. @throws Error when either is refused */
  async publishResult(run: string, sql: string): Promise<void> {
    const { resultHash } = unwrap(await this.run(run, sql));
    unwrap(await this.release(run, resultHash));
  }

  async reveal(run: string): ReturnType<Domain['reveal']> {
    const permit = this.#permit(operator, { life: 'reveal', id: run, type: 'reveal.requested', data: {} });
    return this.domain.reveal({ permit, run });
  }

  #permit(actor: Actor, event: { life: string; id: string; type: string; data: unknown }): Permit {
    const { size } = unwrap(this.#record.commit({ actor, now }, () => accept({ events: [event], docs: [] })));
    return givePermit(this.#record, size - 1, this.#witness);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#domain[Symbol.asyncDispose]();
    this.#record[Symbol.dispose]();
    await rm(this.root, { recursive: true, force: true });
  }
}

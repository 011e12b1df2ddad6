/**
 * A domain of real processes over two worlds of people that differ in one person: in one of them a secret is planted. Runs are by permit, as
 * the gateway asks for them; every wait of a test is a tick of the custodian's own.
 */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import type { Given } from '#policies/query/parameters.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { printKey } from '#policies/record/note.ts';
import type { Permit } from '#policies/record/permit.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import { entryId, idSpace, instant, orgId, personId } from '#policies/units.ts';
import { makeKeys } from '#gateway/record/keys.ts';
import { openRecord, type SluiceRecord } from '#gateway/record/store.ts';
import { openWitness, type LocalWitness } from '#gateway/record/witness.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot } from '#sandbox/data/snapshot.ts';
import { createDomain, openDomain, simulationFolder, type Domain } from '#sandbox/door.ts';
import type { Receipt } from '#sandbox/operations.ts';
import { aColumn, codes, range } from '../../fixtures/columns.ts';
import { givePermit } from '../../record/ledger.ts';

/** What only the planted person has: everybody else has an even amount, and a smaller one. */
export const secret = 77_777;
export const worlds = ['present', 'absent'] as const;
export type Which = (typeof worlds)[number];
/** In each world: so many that every block has its ten times k. */
const peopleOfWorld = 4_000;

const now = instant('2026-03-02T01:30:00.000Z');
const operator: Actor = { person: personId('wang.min'), org: orgId('operator-1'), role: 'operator' };
const agency: Actor = { person: personId('li.na'), org: orgId('agency-1'), role: 'data_agency' };

const entry: CatalogEntry = {
  id: entryId('people'),
  version: 1,
  title: { zh: '人员', en: 'people' },
  department: orgId('statistics'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'once',
  tables: [
    {
      name: 'people',
      title: { zh: '人员', en: 'people' },
      columns: [
        aColumn({ name: 'id', type: 'INTEGER', semantic: 'serial', rule: ['J'] }),
        aColumn({ name: 'world', type: 'VARCHAR', semantic: 'code', rule: ['G', 'F'], domain: codes(...worlds) }),
        aColumn({ name: 'amount', type: 'INTEGER', semantic: 'amount', rule: ['A'], domain: range(0, 100_000) }),
      ],
      units: [{ space: idSpace('person'), column: 'id' }],
      primaryKey: ['id'],
      foreignKeys: [],
      volume: 2 * peopleOfWorld,
    },
  ],
};

function linesOf(world: Which, first: number): readonly string[] {
  return Array.from({ length: peopleOfWorld }, (_, at) => {
    const amount = at === 0 && world === 'present' ? secret : 2 * ((at * 7919) % 30_000);
    return `${first + at},${world},${amount}`;
  });
}

/** How long it took to be told, in milliseconds. */
export interface Timed<T> {
  readonly told: Outcome<T>;
  readonly millis: number;
}

export async function timed<T>(ask: () => Promise<Outcome<T>>): Promise<Timed<T>> {
  const begun = performance.now();
  const told = await ask();
  return { told, millis: performance.now() - begun };
}

export class SecretWorlds implements AsyncDisposable {
  readonly domain: Domain;
  readonly root: string;
  readonly #record: SluiceRecord;
  readonly #witness: LocalWitness;
  readonly #acceptance: Permit;
  #runs = 0;

  private constructor(root: string, record: SluiceRecord, witness: LocalWitness) {
    this.root = root;
    this.#record = record;
    this.#witness = witness;
    this.domain = openDomain(join(root, 'domain'));
    // Where the machine confines programs, nobody looks at it.
    this.#acceptance = this.#permit(agency, {
      life: 'riskAcceptance',
      id: 'risk',
      type: 'riskAcceptance.accepted',
      data: { tier: 'T0', entries: [entry.id], until: '2999-01-01T00:00:00.000Z', requestedBy: operator },
    });
  }

  /** @param tick in milliseconds, of every class */
  static async open(tick: number): Promise<SecretWorlds> {
    const root = await mkdtemp(join(tmpdir(), 'sluice-secrets-'));
    const keys = makeKeys('sluice.example/record');
    const clock = (): number => Date.parse(now);
    const witness = openWitness({ file: ':memory:', signer: keys.witness, log: keys.log.key, clock });
    const trust = { origin: keys.log.key.name, logKey: printKey(keys.log.key), witnessKeys: [printKey(witness.key)] };
    const domain = join(root, 'domain');
    createDomain(domain, { ...trust, quorum: 1 });
    await writeFile(join(domain, 'ticks.json'), JSON.stringify({ short: tick, medium: tick, long: tick }));
    const cap = { epsilon: 500, deltaMillionths: 100 };
    await writeFile(
      join(domain, 'budgets.json'),
      JSON.stringify({ space: cap, agreement: cap, recipient: cap, program: cap }),
    );
    const people = join(root, 'people.csv');
    const lines = [...linesOf('present', 0), ...linesOf('absent', peopleOfWorld)];
    await writeFile(people, `${['id,world,amount', ...lines].join('\n')}\n`);
    unwrap(await ingestEntry({ entry, files: { people }, root: join(domain, 'snapshots'), now }));
    await simulateOnCopy(domain);
    const store = { kind: 'sqlite', file: ':memory:' } as const;
    const options = { store, log: keys.log, versions: {}, fold: () => [] };
    return new SecretWorlds(root, unwrap(openRecord(options)), witness);
  }

  /** @returns the id of a run that nothing was ordered for yet */
  nextRun(): string {
    this.#runs += 1;
    return `run-${String(this.#runs).padStart(4, '0')}`;
  }

  async order(run: string, content: ProgramContent, parameters: readonly Given[] = []): Promise<Outcome<Receipt>> {
    const data = {
      hash: contentHash(content),
      vendor: 'vendor.test',
      agreement: 'agr-test',
      parameters,
      isolation: 'risk',
    };
    const permit = this.#permit(operator, { life: 'run', id: run, type: 'run.ordered', data });
    return this.domain.run({ permit, run, content, isolation: this.#acceptance });
  }

  /** Submitted, filed and released in the record; then the domain is asked. @returns the bytes of each file by its name without the run's */
  async release(run: string, { resultHash }: Receipt): Promise<ReadonlyMap<string, string>> {
    const about = { life: 'export', id: `of-${run}` };
    const data = { results: [{ run, resultHash }] };
    const submitted = this.#permit(operator, { ...about, type: 'export.submitted', data });
    const filed = this.#permit(agency, { ...about, type: 'export.filed', data });
    const sealed = unwrap(await this.domain.seal({ run, submitted, filed }));
    const released = this.#permit(operator, { ...about, type: 'export.released', data: { files: sealed.files } });
    const { files } = unwrap(await this.domain.release({ run, submitted, filed, released }));
    return new Map(files.map(({ name, base64 }) => [name.replace(run, ''), base64]));
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
    await this.domain[Symbol.asyncDispose]();
    this.#record[Symbol.dispose]();
    await rm(this.root, { recursive: true, force: true });
  }
}

/** Lets the snapshot serve as simulation data: what is said of it at once is what a real run must not say. */
async function simulateOnCopy(domain: string): Promise<void> {
  const folder = simulationFolder(domain);
  const { data } = unwrap(await currentSnapshot(join(domain, 'snapshots'), entry.id));
  await copyFile(data, join(folder, `${entry.id}.duckdb`));
  await writeFile(join(folder, 'catalog.json'), JSON.stringify([entry]));
}

/** The private lane of a domain without its gateway, with programs: published snapshots, a ledger, kept answers, real workers. */
import { closeSync, copyFileSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { privacySettings } from '#policies/privacy/settings.ts';
import type { ScriptOf } from '#policies/program/script.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { millis } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot, dataFile } from '#sandbox/data/snapshot.ts';
import { Answers } from '#sandbox/ledger/answers.ts';
import { openLedger } from '#sandbox/ledger/ledger.ts';
import type { Simulation } from '#sandbox/operations.ts';
import type { Account } from '#sandbox/private/answer.ts';
import { runPrivately, type PrivateResult } from '#sandbox/private/run.ts';
import { analysePrivateProgram, type PrivateProgramAnalysis } from '#sandbox/program/private-analyse.ts';
import { simulatePrivateProgram } from '#sandbox/program/private-simulate.ts';
import { resolveText } from '#sandbox/supervisor/analyse.ts';
import { foldersOf, limits, makeFolders } from '#sandbox/supervisor/config.ts';
import type { DomainParts } from '#sandbox/supervisor/parts.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';
import { anEntry, aTable, csv, now, TestFolder } from '../../data/builders.ts';
import { named } from '../../ledger/builders.ts';
import { openWorkshop, type Workshop } from '../worker/programs.ts';

export interface AskedProgram {
  readonly script: ScriptOf<'map'> | ScriptOf<'blocks'>;
  readonly sql?: string;
  readonly epsilon?: number;
}

/** A late answer fails, also where the machine does other things. */
const tick = 8_000;

export class ProgramDomain implements AsyncDisposable {
  /** What the owner's log was told of failures. */
  readonly failures: unknown[] = [];
  readonly #folder: TestFolder;
  readonly #parts: DomainParts;
  readonly #account: Account;
  readonly #workshop: Workshop;
  readonly #entry: CatalogEntry;
  #runs = 0;

  private constructor(folder: TestFolder, workshop: Workshop, entry: CatalogEntry) {
    this.#folder = folder;
    this.#workshop = workshop;
    this.#entry = entry;
    const folders = { ...foldersOf(folder.path), snapshots: folder.root };
    const log = openSync(join(folder.path, 'owner.log'), 'a');
    const own = { ...limits, tick: () => millis(tick) };
    const onFailure = (reason: unknown): void => void this.failures.push(reason);
    const processes = async () => workshop.processes;
    this.#parts = { folders, limits: own, log, parser: new Parser(log, own), onFailure, processes };
    const ledger = unwrap(openLedger(folders.ledger));
    this.#account = { ledger, answers: new Answers(folders.answers, ledger) };
  }

  /** @param amounts of one person each; the simulation data are the same rows */
  static async open(amounts: readonly number[]): Promise<ProgramDomain> {
    const folder = await TestFolder.create();
    makeFolders({ ...foldersOf(folder.path), snapshots: folder.root });
    const lines = amounts.map((amount, at) => `${at + 1},Ann,${amount},2020-01-02,a,true`);
    const cap = { epsilon: 500, deltaMillionths: 100 };
    const caps = { space: cap, agreement: cap, recipient: cap, program: cap };
    writeFileSync(foldersOf(folder.path).budgets, JSON.stringify(caps));
    const files = { people: await folder.file(csv(lines)) };
    const entry = anEntry({ tables: [aTable({ volume: amounts.length })] });
    unwrap(await ingestEntry({ entry, files, root: folder.root, now, options: {} }));
    const snapshot = unwrap(await currentSnapshot(folder.root, entry.id));
    copyFileSync(join(snapshot.folder, dataFile), join(folder.path, 'simulation', `${entry.id}.duckdb`));
    return new ProgramDomain(folder, await openWorkshop(), entry);
  }

  async analyse({ script, sql = 'SELECT amount AS x FROM people', epsilon = 8 }: AskedProgram) {
    const query = unwrap(await resolveText({ parser: this.#parts.parser, entries: [this.#entry] }, sql));
    const settings = privacySettings.parse({ epsilon });
    return analysePrivateProgram({ query, script, settings, parameters: [] }, this.#parts);
  }

  async run(asked: AskedProgram): Promise<Outcome<PrivateResult>> {
    const analysis: PrivateProgramAnalysis = unwrap(await this.analyse(asked));
    this.#runs += 1;
    const spender = { vendor: 'vendor', agreement: 'agreement', program: named(asked.script.bundle), epsilon: 1000 };
    const order = { run: `run-${this.#runs}`, spender, account: this.#account, onStart: () => undefined };
    return runPrivately(this.#parts, analysis, order);
  }

  async simulate(asked: AskedProgram): Promise<Outcome<Simulation>> {
    return simulatePrivateProgram(this.#parts, unwrap(await this.analyse(asked)), this.#workshop.processes);
  }

  spent(): bigint {
    return (
      unwrap(this.#account.ledger.balances('space/person')).find(({ scope }) => scope === 'space/person')?.spent.rho ??
      0n
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#parts.parser[Symbol.dispose]();
    this.#account.ledger[Symbol.dispose]();
    await this.#workshop[Symbol.asyncDispose]();
    closeSync(this.#parts.log);
    await this.#folder[Symbol.asyncDispose]();
  }
}

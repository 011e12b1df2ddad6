/** Fits in a domain without its gateway: rows that went through the real ingest, a ledger, the real process, and ticks of a test. */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { privacySettings } from '#policies/privacy/settings.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { fitOrder } from '#policies/simulation/fit-order.ts';
import { millis, type Instant } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { modelPath } from '#sandbox/fit/keep.ts';
import { progressFile } from '#sandbox/fit/progress.ts';
import { runFit } from '#sandbox/fit/run.ts';
import { Answers } from '#sandbox/ledger/answers.ts';
import { openLedger, type Ledger } from '#sandbox/ledger/ledger.ts';
import type { FitReceipt } from '#sandbox/operations.ts';
import { analysePrivately } from '#sandbox/private/analyse.ts';
import type { Account } from '#sandbox/private/answer.ts';
import type { Budgets } from '#sandbox/private/budgets.ts';
import { runPrivately, type PrivateResult } from '#sandbox/private/run.ts';
import { lazyProcesses } from '#sandbox/program/lazy-processes.ts';
import { resolveText } from '#sandbox/supervisor/analyse.ts';
import { foldersOf, limits, makeFolders, type Folders } from '#sandbox/supervisor/config.ts';
import type { DomainParts } from '#sandbox/supervisor/parts.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';
import { now, TestFolder } from '../data/builders.ts';
import { named } from '../ledger/builders.ts';

export interface Options {
  readonly entry: CatalogEntry;
  /** The one table, as CSV. */
  readonly csv: string;
  readonly budgets?: Budgets;
  readonly tick?: number;
}

export interface Fitted {
  readonly outcome: Outcome<FitReceipt>;
  /** Milliseconds from the order to the answer. */
  readonly took: number;
}

/** One domain with one entry of one table. */
export class Fitting implements AsyncDisposable {
  readonly #folder: TestFolder;
  readonly #entry: CatalogEntry;
  readonly #parts: DomainParts;
  readonly #account: Account;
  readonly ledger: Ledger;
  readonly folders: Folders;
  readonly failures: unknown[] = [];
  #fits = 0;

  private constructor(folder: TestFolder, { entry, tick = 10_000 }: Options) {
    this.#folder = folder;
    this.#entry = entry;
    this.folders = { ...foldersOf(folder.path), snapshots: folder.root };
    makeFolders(this.folders);
    const log = openSync(join(folder.path, 'owner.log'), 'a');
    const own = { ...limits, tick: () => millis(tick) };
    this.#parts = {
      folders: this.folders,
      limits: own,
      log,
      parser: new Parser(log, own),
      onFailure: (reason) => void this.failures.push(reason),
      processes: lazyProcesses({ folder: this.folders.programs, log }),
    };
    this.ledger = unwrap(openLedger(this.folders.ledger));
    this.#account = { ledger: this.ledger, answers: new Answers(this.folders.answers, this.ledger) };
  }

  static async open(options: Options): Promise<Fitting> {
    const fitting = new Fitting(await TestFolder.create(), options);
    if (options.budgets) writeFileSync(fitting.folders.budgets, JSON.stringify(options.budgets));
    unwrap(await fitting.ingest(options.csv));
    return fitting;
  }

  async ingest(csv: string, at: Instant = now): Promise<Outcome<unknown>> {
    const table = this.#entry.tables[0]?.name ?? '';
    const files = { [table]: await this.#folder.file(csv) };
    return ingestEntry({ entry: this.#entry, files, root: this.#folder.root, now: at, options: {} });
  }

  /** As the domain does it, when the record has proved an order to which the department has agreed. */
  async fit(change: object = {}, onStart: (kill: () => void) => void = () => undefined): Promise<Fitted> {
    this.#fits += 1;
    const { id, department } = this.#entry;
    const order = fitOrder.parse({ entries: [id], epsilon: 1, ...change });
    const ordered = { order, agreed: [department] };
    const began = performance.now();
    const run = { fit: this.lastFit, ordered, account: this.#account, onStart };
    const outcome = await runFit(this.#parts, run);
    return { outcome, took: performance.now() - began };
  }

  /** Of the fit that was ordered last. */
  get lastFit(): string {
    return `fit-${this.#fits}`;
  }

  /** A query of the private lane, over the same people. */
  async ask(sql: string, epsilon: number): Promise<Outcome<PrivateResult>> {
    const query = await resolveText({ parser: this.#parts.parser, entries: [this.#entry] }, sql);
    if (!query.ok) return query;
    const analysis = await analysePrivately(query.value, privacySettings.parse({ epsilon }), this.#parts);
    if (!analysis.ok) return analysis;
    const spender = { vendor: 'vendor', agreement: `agreement-of-${named(sql)}`, program: named(sql) };
    const run = { run: `run-of-${named(sql)}`, spender, account: this.#account, onStart: () => undefined };
    return runPrivately(this.#parts, analysis.value, run);
  }

  spent(scope: string): bigint {
    return unwrap(this.ledger.balances(scope)).find((balance) => balance.scope === scope)?.spent.rho ?? 0n;
  }

  /** The text of a model's file. */
  model({ outcome }: Fitted): string {
    return readFileSync(modelPath(this.folders.simulation, unwrap(outcome).model), 'utf8');
  }

  models(): readonly string[] {
    const folder = join(this.folders.simulation, 'models');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /** What the owner's folder has of models: not how far fits are. */
  reports(): readonly string[] {
    return readdirSync(this.folders.reports)
      .filter((name) => !name.includes('.progress'))
      .sort();
  }

  progress(fit: string): string {
    const file = progressFile(this.folders.reports, fit);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { stage: string }).stage : '';
  }

  /** The report is made after the answer, where it takes long. */
  async reported(): Promise<void> {
    while (!['', 'done', 'failed'].includes(this.progress(this.lastFit))) await wait(20);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.reported();
    this.#parts.parser[Symbol.dispose]();
    this.ledger[Symbol.dispose]();
    closeSync(this.#parts.log);
    await this.#folder[Symbol.asyncDispose]();
  }
}

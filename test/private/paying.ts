/** The private lane of a domain without its gateway: published snapshots, a ledger, kept answers, real workers, and ticks of a test. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privacySettings, type PrivacySettings } from '#policies/privacy/settings.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { millis } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { Answers } from '#sandbox/ledger/answers.ts';
import { openLedger, type Ledger } from '#sandbox/ledger/ledger.ts';
import { analysePrivately } from '#sandbox/private/analyse.ts';
import type { Account } from '#sandbox/private/answer.ts';
import type { Budgets } from '#sandbox/private/budgets.ts';
import { runPrivately, type PrivateResult } from '#sandbox/private/run.ts';
import { resolveText } from '#sandbox/supervisor/analyse.ts';
import { lazyProcesses } from '#sandbox/program/lazy-processes.ts';
import { foldersOf, limits, makeFolders, type Folders } from '#sandbox/supervisor/config.ts';
import type { DomainParts } from '#sandbox/supervisor/parts.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';
import { anEntry, csv, now, TestFolder } from '../data/builders.ts';
import { named } from '../ledger/builders.ts';

export interface Asked {
  readonly sql: string;
  readonly settings?: Partial<PrivacySettings>;
  readonly vendor?: string;
  readonly onStart?: (kill: () => void) => void;
}

export class Paying implements AsyncDisposable {
  readonly #folder: TestFolder;
  readonly #parts: DomainParts;
  readonly #account: Account;
  readonly ledger: Ledger;
  #runs = 0;

  private constructor(folder: TestFolder, parts: DomainParts, account: Account) {
    this.#folder = folder;
    this.#parts = parts;
    this.#account = account;
    this.ledger = account.ledger;
  }

  /** @param lines rows of the table `people` */
  static async open(
    lines: readonly string[],
    { budgets, tick = 4000 }: { budgets?: Budgets; tick?: number } = {},
  ): Promise<Paying> {
    const folder = await TestFolder.create();
    const folders: Folders = { ...foldersOf(folder.path), snapshots: folder.root };
    makeFolders(folders);
    if (budgets) writeFileSync(folders.budgets, JSON.stringify(budgets));
    const files = { people: await folder.file(csv(lines)) };
    unwrap(await ingestEntry({ entry: anEntry(), files, root: folder.root, now, options: {} }));
    const log = openSync(join(folder.path, 'owner.log'), 'a');
    const own = { ...limits, tick: () => millis(tick) };
    const parts = {
      folders,
      limits: own,
      log,
      parser: new Parser(log, own),
      onFailure: () => undefined,
      processes: lazyProcesses({ folder: folders.programs, log }),
    };
    const ledger = unwrap(openLedger(folders.ledger));
    return new Paying(folder, parts, { ledger, answers: new Answers(folders.answers, ledger) });
  }

  async analyse({ sql, settings = {} }: Asked): ReturnType<typeof analysePrivately> {
    const query = await resolveText({ parser: this.#parts.parser, entries: [anEntry()] }, sql);
    return query.ok ? analysePrivately(query.value, privacySettings.parse(settings), this.#parts) : query;
  }

  async run(asked: Asked): Promise<Outcome<PrivateResult>> {
    const { vendor = 'vendor', onStart = () => undefined } = asked;
    const analysis = await this.analyse(asked);
    if (!analysis.ok) return analysis;
    this.#runs += 1;
    const spender = { vendor, agreement: `agreement-of-${vendor}`, program: named(asked.sql) };
    return runPrivately(this.#parts, analysis.value, {
      run: `run-${this.#runs}`,
      spender,
      account: this.#account,
      onStart,
    });
  }

  spent(scope: string): bigint {
    const found = unwrap(this.ledger.balances(scope)).find((balance) => balance.scope === scope);
    return found?.spent.rho ?? 0n;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#parts.parser[Symbol.dispose]();
    this.ledger[Symbol.dispose]();
    closeSync(this.#parts.log);
    await this.#folder[Symbol.asyncDispose]();
  }
}

/** Runs a text as the domain does, without a permit: analysis, then execution over given database files. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import { wishesOf } from '#policies/disclosure/wishes.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { analyse, type Analysis } from '#sandbox/supervisor/analyse.ts';
import { limits as defaults, type Limits } from '#sandbox/supervisor/config.ts';
import { execute, type Execution } from '#sandbox/supervisor/execute.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';

export class Runner implements Disposable {
  readonly entries: readonly CatalogEntry[];
  readonly #logPath: string;
  readonly #limits: Limits;
  readonly #log: number;
  readonly #parser: Parser;

  constructor(entries: readonly CatalogEntry[], limits: Partial<Limits> = {}) {
    this.entries = entries;
    this.#limits = { ...defaults, ...limits };
    this.#logPath = join(tmpdir(), `sluice-runner-${process.pid}-${Math.random().toString(36).slice(2)}.log`);
    this.#log = openSync(this.#logPath, 'a', 0o600);
    this.#parser = new Parser(this.#log, this.#limits);
  }

  analyse(sql: string, profile: ProfileName = 'standard'): Promise<Outcome<Analysis>> {
    return analyse({ parser: this.#parser, limits: this.#limits, entries: this.entries }, sql, profile);
  }

  /** @param pathOf where the database file of an entry is */
  async run(
    sql: string,
    pathOf: (entry: string) => string,
    {
      profile = 'standard',
      everything = false,
      release,
    }: { profile?: ProfileName; everything?: boolean; release?: Pick<ReleaseSettings, 'publish' | 'hide'> } = {},
  ): Promise<Outcome<Execution>> {
    const analysis = await this.analyse(sql, profile);
    if (!analysis.ok) return analysis;
    const { plan, entries } = analysis.value;
    const wishes = release && plan.kind === 'exact' ? wishesOf(plan, release) : accept(analysis.value.wishes);
    if (!wishes.ok) return wishes;
    const databases = entries.map(({ id }) => ({ name: id, path: pathOf(id) }));
    return execute({ ...analysis.value, wishes: wishes.value }, databases, {
      limits: this.#limits,
      log: this.#log,
      temp: tmpdir(),
      everything,
    });
  }

  [Symbol.dispose](): void {
    this.#parser[Symbol.dispose]();
    closeSync(this.#log);
    rmSync(this.#logPath, { force: true });
  }
}

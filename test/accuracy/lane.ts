/**
 * A private query over real tables that is measured once, so that its noise can be drawn thousands of times, or left out to see what the
 * bounding alone does. What it runs is what the domain runs; only the processes are missing.
 */
import { tmpdir } from 'node:os';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { Measured } from '#policies/privacy/exact-numbers.ts';
import { noiseRelease, type PrivateCell } from '#policies/privacy/noise-release.ts';
import type { Release } from '#policies/privacy/plan-types.ts';
import { printRelease } from '#policies/privacy/print-release.ts';
import type { RandomSource } from '#policies/privacy/random.ts';
import { isReleased } from '#policies/privacy/released-tables.ts';
import { privacySettings, type PrivacySettings } from '#policies/privacy/settings.ts';
import type { Scalar } from '#policies/disclosure/cell.ts';
import { scansOf } from '#policies/query/ir.ts';
import { quoted } from '#policies/query/print.ts';
import type { Outcome } from '#policies/refusal.ts';
import { attoDelta, nanoRho } from '#policies/units.ts';
import { analysePrivately, type PrivateAnalysis } from '#sandbox/private/analyse.ts';
import { cellsRows, cellsTable, printPostOf } from '#sandbox/private/cells.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { scalars } from '#sandbox/query/operations.ts';
import { resolveText } from '#sandbox/supervisor/analyse.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import type { Parser } from '#sandbox/supervisor/parser.ts';

/** What queries are asked of. */
export interface Ground {
  readonly entries: readonly CatalogEntry[];
  /** Database files by entry: of a protected one its private form. */
  readonly files: Readonly<Record<string, string>>;
  readonly parser: Parser;
}

export type Cells = readonly (readonly PrivateCell[])[];
export type Rows = readonly (readonly Scalar[])[];

export async function analyseText(
  { entries, parser }: Pick<Ground, 'entries' | 'parser'>,
  sql: string,
  settings: Partial<PrivacySettings> = {},
): Promise<Outcome<PrivateAnalysis>> {
  const query = await resolveText({ parser, entries }, sql);
  return query.ok ? analysePrivately(query.value, privacySettings.parse(settings), { parser, limits }) : query;
}

export class MeasuredQuery implements Disposable {
  readonly analysis: PrivateAnalysis;
  readonly #inside: LockedEngine;
  readonly #outside: LockedEngine;
  readonly #measured = new Map<Release, readonly Measured[]>();

  private constructor(analysis: PrivateAnalysis, engines: { inside: LockedEngine; outside: LockedEngine }) {
    this.analysis = analysis;
    this.#inside = engines.inside;
    this.#outside = engines.outside;
  }

  static async open({ files }: Pick<Ground, 'files'>, analysis: PrivateAnalysis): Promise<MeasuredQuery> {
    const open = (entries: readonly CatalogEntry[]): Promise<LockedEngine> =>
      LockedEngine.open(
        { memoryLimitMb: limits.queryEngineMb, threads: 2, temp: tmpdir() },
        entries.map(({ id }) => ({ name: id, path: files[id] ?? '' })),
      );
    const [inside, outside] = [await open(analysis.entries), await open(analysis.publicEntries)];
    return new MeasuredQuery(analysis, { inside, outside });
  }

  /** The cells of each release, with fresh noise. */
  noisy(random: RandomSource): Promise<Cells> {
    return this.#release((release) => release, random);
  }

  /** As {@link noisy}, with no noise and no threshold: every group that any unit is in. */
  bounded(random: RandomSource): Promise<Cells> {
    return this.#release(withoutNoise, random);
  }

  /** How many groups the first release found. Exact. */
  get groups(): number {
    const [first] = this.#measured.values();
    return first?.[0]?.rows.length ?? 0;
  }

  /** What the text makes of the cells. */
  async answer(cells: Cells): Promise<Rows> {
    for (const [at, own] of cells.entries()) await this.#load(this.#outside, at, own);
    const [table] = await this.#outside.run({
      setup: [],
      queries: [printPostOf(this.analysis.plan, limits.resultRows)],
    });
    return (table?.rows ?? []).map(scalars);
  }

  async #release(as: (release: Release) => Release, random: RandomSource): Promise<Cells> {
    const { releases } = this.analysis.plan;
    const cells: (readonly PrivateCell[])[] = [];
    for (const [at, release] of releases.entries()) {
      const own = noiseRelease(as(release), await this.#measure(release), random);
      cells.push(own);
      if (at + 1 < releases.length) await this.#load(this.#inside, at, own);
    }
    return cells;
  }

  /** What reads another release's cells is measured every time. */
  async #measure(release: Release): Promise<readonly Measured[]> {
    const known = this.#measured.get(release);
    if (known && !scansOf(release.input).some(({ entry }) => isReleased(entry))) return known;
    const statements = printRelease(release, { salt: 'accuracy' });
    const tables = await this.#inside.run({ setup: [], queries: statements.map(({ sql }) => sql) });
    const measured = statements.map((measurement, at) => ({
      measurement,
      rows: (tables[at]?.rows ?? []).map(scalars),
    }));
    this.#measured.set(release, measured);
    return measured;
  }

  async #load(engine: LockedEngine, at: number, cells: readonly PrivateCell[]): Promise<void> {
    const release = this.analysis.plan.releases[at];
    if (!release) throw new Error('Cannot load: must be a release of the plan');
    const table = cellsTable(at, release, this.analysis.keyTypes[at] ?? []);
    await engine.run({ setup: [`DROP TABLE IF EXISTS ${quoted(table.name)}`], queries: [] });
    await engine.load({ ...table, rows: cellsRows(cells) });
  }

  [Symbol.dispose](): void {
    this.#inside[Symbol.dispose]();
    this.#outside[Symbol.dispose]();
  }
}

/**
 * So much ρ that the noise is 0 in all but e^(−10⁹) of all draws, and a δ of more than 1, with which one unit suffices. The code that
 * releases is the same.
 */
export function withoutNoise(release: Release): Release {
  const { vectors, selection } = release;
  return {
    ...release,
    vectors: vectors.map((measured) => ({ ...measured, rho: nanoRho(measured.sensitivity2 * 10n ** 18n) })),
    ...(selection && {
      selection: { ...selection, delta: attoDelta(2n * 10n ** 18n * BigInt(selection.groups)) },
    }),
  };
}

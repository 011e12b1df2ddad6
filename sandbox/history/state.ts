/**
 * What the auditor keeps in memory: for each id space the units and everything that was released about them. The files stay the truth; this is
 * rebuilt from them whenever it does not fit to the list of released runs.
 */
import { access } from 'node:fs/promises';
import type { BoundsAsk } from '#policies/disclosure/history/bounds.ts';
import { findingOf, joinFindings, type HistoryFinding } from '#policies/disclosure/history.ts';
import type { KnownRelease } from '#policies/disclosure/history/membership.ts';
import { SpaceHistory, type IsolatedSet } from '#policies/disclosure/history/space-history.ts';
import type { EngineLimits } from '../query/engine.ts';
import type { DeniedSet } from './denied.ts';
import { loadReleases, type MembershipFile } from './load.ts';

export interface AuditAsk {
  /** The run under audit, and those that are to leave together with it. */
  readonly run: MembershipFile;
  readonly beside: readonly MembershipFile[];
  /** Everything released, oldest first. */
  readonly released: readonly MembershipFile[];
}

/** The last audit: released as it was, it becomes part of the history at once; asked again, it is answered again. */
interface Last {
  readonly key: string;
  readonly added: readonly string[];
  readonly finding: HistoryFinding;
  readonly commit: () => void;
}

/** What the last audit had read, as long as the history is the one that it was asked against. */
interface Asked {
  readonly key: string;
  readonly mine: readonly KnownRelease[];
  readonly others: readonly KnownRelease[];
  readonly isolated: readonly (IsolatedSet & { readonly space: string })[];
}

export class HistoryState {
  readonly #limits: EngineLimits;
  #spaces = new Map<string, SpaceHistory>();
  #known: readonly string[] = [];
  #last: Last | undefined;
  #asked: Asked | undefined;

  constructor(limits: EngineLimits) {
    this.#limits = limits;
  }

  /** @throws Error when a file cannot be read; then nothing is concluded, and the state is as it was */
  async audit({ run, beside, released }: AuditAsk): Promise<HistoryFinding> {
    const key = keyOf({ run, beside, released });
    if (this.#last?.key === key) return this.#last.finding;
    await this.#catchUp(released);
    const mine = await this.#load([run]);
    const others = await this.#load(beside);
    const audits = [...new Set(run.note.spaces)].map((space) => {
      const of = (releases: readonly KnownRelease[]): readonly KnownRelease[] =>
        releases.filter((release) => release.space === space);
      return { space, ...this.#space(space).audit(of(mine), of(others)) };
    });
    const isolated = audits.flatMap((audit) => audit.isolated.map((set) => ({ ...set, space: audit.space })));
    this.#asked = { key, mine, others, isolated };
    const finding = audits.length > 0 ? joinFindings(audits.map((audit) => audit.finding)) : findingOf({}, []);
    const shared = new Set(beside.flatMap(({ note }) => note.spaces));
    const isWhole = [...shared].every((space) => run.note.spaces.includes(space));
    const commit = (): void => {
      for (const audit of audits) audit.commit();
    };
    this.#last = isWhole ? { key, added: [...beside, run].map(nameOf), finding, commit } : undefined;
    return finding;
  }

  /** What bounds could show beside the audit, one problem for each id space at least. */
  async bounds(ask: AuditAsk, denied: readonly DeniedSet[]): Promise<BoundsAsk> {
    const { mine, others } = await this.#ready(ask);
    const asks = [...new Set(mine.map(({ space }) => space))].map((space) => {
      const of = (releases: readonly KnownRelease[]): readonly KnownRelease[] =>
        releases.filter((release) => release.space === space);
      const history = this.#space(space);
      const sets = denied
        .filter((set) => set.space === space)
        .map(({ run, k, units }) => ({ run, k, units: units.map(([high, low]) => history.numbers.number(high, low)) }));
      return history.bounds({ columns: of(mine), beside: of(others) }, sets);
    });
    return {
      problems: asks.flatMap(({ problems }) => problems),
      tooLarge: asks.reduce((sum, { tooLarge }) => sum + tooLarge, 0),
    };
  }

  /** The differences for which the audit fails, by what their units are known by. */
  async isolated(ask: AuditAsk): Promise<readonly DeniedSet[]> {
    const { isolated } = await this.#ready(ask);
    const { run } = ask.run.note;
    return isolated.map(({ space, units, k, recipe }) => {
      const { numbers } = this.#space(space);
      return { run, space, k, recipe, units: units.map((unit) => [...numbers.hashOf(unit)] as const) };
    });
  }

  async #ready(ask: AuditAsk): Promise<Asked> {
    if (this.#asked?.key !== keyOf(ask)) {
      this.#last = undefined;
      await this.audit(ask);
    }
    if (!this.#asked) throw new Error('Cannot look at a history: must have been audited');
    return this.#asked;
  }

  /**
   * Which released runs read records of a unit, shown or hidden. A unit that nobody knows is looked for as long as one that is everywhere.
   *
   * @param high upper half of the unit's hash
   */
  async runsOf(
    { space, high, low }: { readonly space: string; readonly high: number; readonly low: number },
    released: readonly MembershipFile[],
  ): Promise<readonly string[]> {
    await this.#catchUp(released);
    const history = this.#space(space);
    const unit = history.numbers.find(high, low);
    const found = new Set<string>();
    for (const { run, tables } of history.releases) {
      for (const { members } of tables) {
        const from = members.start ? (members.start[unit] ?? 0) : unit;
        const to = members.start ? (members.start[unit + 1] ?? 0) : unit + 1;
        for (let entry = from; entry < to; entry += 1) if ((members.cell[entry] ?? -1) >= 0) found.add(run);
      }
    }
    return unit < 0 ? [] : [...found];
  }

  #space(name: string): SpaceHistory {
    const known = this.#spaces.get(name);
    if (known) return known;
    const made = new SpaceHistory();
    this.#spaces.set(name, made);
    return made;
  }

  async #load(files: readonly MembershipFile[]): Promise<readonly KnownRelease[]> {
    const releases: KnownRelease[] = [];
    for (const file of files)
      releases.push(...(await loadReleases(file, this.#limits, (space) => this.#space(space).numbers)));
    return releases;
  }

  async #catchUp(released: readonly MembershipFile[]): Promise<void> {
    // What is in memory is believed as long as the file is there to say the same.
    for (const { path } of released) await access(path);
    const names = released.map(nameOf);
    if (!this.#known.every((name) => names.includes(name))) this.#forget();
    const missing = released.filter((file) => !this.#known.includes(nameOf(file)));
    if (missing.length === 0) return;
    if (this.#last && isSame(this.#last.added, missing.map(nameOf))) this.#last.commit();
    else await this.#add(missing);
    this.#known = [...this.#known, ...missing.map(nameOf)];
    this.#last = undefined;
    this.#asked = undefined;
  }

  async #add(files: readonly MembershipFile[]): Promise<void> {
    const releases = await this.#load(files);
    for (const space of new Set(releases.map((release) => release.space)))
      this.#space(space).add(releases.filter((release) => release.space === space));
  }

  #forget(): void {
    this.#spaces = new Map();
    this.#known = [];
    this.#last = undefined;
    this.#asked = undefined;
  }
}

function keyOf({ run, beside, released }: AuditAsk): string {
  return JSON.stringify([run, ...beside, ...released].map(nameOf));
}

/** A run, and the result that it had then. */
function nameOf({ note }: MembershipFile): string {
  return `${note.run} ${note.table}`;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

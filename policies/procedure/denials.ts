/**
 * Denials: a refusal for what earlier releases say tells something itself, so a legal group has a few of them for each dataset and month.
 *
 * @see disclosure.md §2.1, §2.9 (5, 6); docs/decisions/024-denials.md
 */
import type { ProfileName } from '../disclosure/profile.ts';
import { contentHash } from '../record/content-hash.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { EntryId, Instant, OrgId, Sha256 } from '../units.ts';
import { requireAll } from './decider.ts';
import type { Finding } from './export-votes.ts';
import type { Run } from './run.ts';
import { entriesOf } from './scope.ts';
import { isBefore } from './term.ts';

/** Denials per legal group, dataset and month: an engineering choice. @see disclosure.md §2.1 */
export const deniedPerMonth = { open: 50, standard: 20, sensitive: 5 } as const satisfies Record<ProfileName, number>;

/** What one blocked export has cost. */
export interface Denial {
  readonly at: Instant;
  readonly entries: readonly EntryId[];
  /** Names the request: programs, values, snapshots. */
  readonly request: Sha256;
  /** 0 for what was refused before in the same words; 2 where the vendor tries out constants. */
  readonly weight: 0 | 1 | 2;
}

/** The operator lets a group begin anew with a dataset. */
export interface DenialReset {
  readonly at: Instant;
  readonly entry: EntryId;
}

/** Of one legal group: what it was refused, and what was reset since. */
export interface DenialBook {
  readonly denials: readonly Denial[];
  readonly resets: readonly DenialReset[];
}

interface Group {
  readonly vendor: OrgId;
  readonly affiliates: readonly OrgId[];
}

/** The vendor and everybody who is connected with it by declared affiliation, in either direction and over several steps. */
export function legalGroup(vendor: OrgId, registered: readonly Group[]): ReadonlySet<OrgId> {
  const found = new Set([vendor]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const { vendor: one, affiliates } of registered) {
      const members = [one, ...affiliates];
      if (members.some((member) => found.has(member))) members.forEach((member) => found.add(member));
    }
  }
  return found;
}

/** What a block costs; undefined where it is not for what earlier releases say. */
export function denialOf(
  findings: readonly Finding[],
  runs: readonly Run[],
  { denials, at }: Pick<DenialBook, 'denials'> & { readonly at: Instant },
): Denial | undefined {
  if (!findings.some(({ code }) => code === 'E_HISTORY')) return undefined;
  const request = requestOf(runs);
  const again = denials.some((denial) => denial.request === request);
  const probing = findings.some(({ code }) => code === 'probing');
  const weight = again ? 0 : probing ? 2 : 1;
  return { at, entries: entriesOf(runs.flatMap(({ uses }) => uses)), request, weight };
}

/** Equal exactly for runs of the same texts with the same values over the same snapshots, in whatever order. */
function requestOf(runs: readonly Run[]): Sha256 {
  const asked = runs.map(({ hash, parameters, result }) => {
    const given = parameters.map(({ name, value }) => [name, value]);
    return contentHash([hash, given, (result?.sources ?? []).map(({ entry, snapshot }) => [entry, snapshot])]);
  });
  return contentHash(asked.sort());
}

/** What the group has spent on a dataset in the month of `now`, since the last reset. */
export function spentOn(entry: EntryId, { denials, resets }: DenialBook, now: Instant): number {
  const month = now.slice(0, 7);
  const begun = resets.filter((reset) => reset.entry === entry);
  return denials
    .filter(({ at, entries }) => at.startsWith(month) && entries.includes(entry))
    .filter(({ at }) => !begun.some((reset) => !isBefore(reset.at, at)))
    .reduce((sum, { weight }) => sum + weight, 0);
}

/** A denial is left for each dataset; refuses with E_DENIALS. */
export function requireDenialsLeft(
  doing: string,
  entries: readonly EntryId[],
  { book, now, profile = 'standard' }: { book: DenialBook; now: Instant; profile?: ProfileName },
): Outcome<void> {
  return requireAll(
    entries.map((entry) =>
      spentOn(entry, book, now) < deniedPerMonth[profile]
        ? accept(undefined)
        : refuse('E_DENIALS', `Cannot ${doing}: must have denials left for ${entry} in this month; got none`),
    ),
  );
}

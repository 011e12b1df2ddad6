/** Who did what on a thing, as facts: its own history, and that of what it rests on where a checker must not have made that. */
import type { Act } from '#policies/procedure/decider.ts';
import type { AppealTypes } from '#policies/procedure/cases/appeal.ts';
import { decidersOf } from '#policies/procedure/cases/appealed.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { LifeName } from '#policies/procedure/lives.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { Program } from '#policies/procedure/program-doc.ts';
import type { StandingApproval } from '#policies/procedure/standing-doc.ts';
import { loadDoc, lookupOf } from '../load.ts';
import type { Reader } from '../record/reader.ts';
import type { Deeds, Thing } from './facts.ts';

/** One deed: `export.voted`, or a name that separation.cedar explains. */
interface Deed {
  readonly type: string;
  readonly by: Actor;
}

/** `doc` is of the life `life`. */
export function historyOf(
  read: Reader,
  life: LifeName,
  doc: object,
): Pick<Thing, 'people' | 'orgs' | 'desks' | 'roles'> {
  const own = (doc as { readonly acts: readonly Act[] }).acts.filter(({ by }) => by.role !== 'system');
  const deeds = [...own, ...lastOf(own), ...earlier(read, life, doc)];
  return {
    people: gather(deeds, ({ by, type }) => [by.person, type]),
    orgs: gather(deeds, ({ by, type }) => [by.org, type]),
    desks: gather(deeds, ({ by, type }) => [by.role, type]),
    roles: gather(own, ({ by }) => [by.person, by.role]),
  };
}

/** Where it matters who did it last: an earlier one was taken back. */
function lastOf(acts: readonly Act[]): readonly Deed[] {
  return ['emergencyStop.lift_proposed', 'account.suspended'].flatMap((type) => {
    const last = acts.findLast((act) => act.type === type);
    return last ? [{ type: `last ${type}`, by: last.by }] : [];
  });
}

/** What is no event of the thing itself. */
function earlier(read: Reader, life: LifeName, doc: object): readonly Deed[] {
  if (life === 'export') return [...roundOf(doc as Export), ...makersOf(read, doc as Export)];
  if (life === 'standingApproval') {
    const approved = loadDoc(read, 'export', (doc as StandingApproval).export);
    return approved ? [...productOf(approved), ...runsOf(read, approved)] : [];
  }
  if (life === 'appeal')
    return decidersOf(doc as AppealTypes['doc'], lookupOf(read)).map((by) => ({ type: 'appealed.decided', by }));
  return [];
}

/** Of the present round of votes: an export that comes again is voted on anew, by the same people. */
function roundOf({ votes, consolidation, exception }: Export): readonly Deed[] {
  return [
    ...votes.map(({ by }) => ({ type: 'round.voted', by })),
    ...(consolidation ? [{ type: 'round.consolidated', by: consolidation.by }] : []),
    ...(exception ? [{ type: 'exception.asked', by: exception.askedBy }] : []),
  ];
}

/** Who ordered its runs and wrote their programs, and who granted the standing approval that passed it. */
function makersOf(read: Reader, doc: Export): readonly Deed[] {
  const runs = doc.product.runs.flatMap((id) => loadDoc(read, 'run', id) ?? []);
  const programs = [...new Set(runs.map(({ program }) => program))].flatMap((id): Program[] => {
    const program = loadDoc(read, 'program', id);
    return program ? [program] : [];
  });
  const granted = loadDoc(read, 'standingApproval', doc.standing)?.acts ?? [];
  return [
    ...runsOf(read, doc),
    ...programs.flatMap(({ acts }) => acts),
    ...granted.filter(({ type }) => type === 'standingApproval.granted'),
  ].filter(({ by }) => by.role !== 'system');
}

function runsOf(read: Reader, { product }: Export): readonly Deed[] {
  const runs = product.runs.flatMap((id) => loadDoc(read, 'run', id) ?? []);
  return runs.flatMap(({ acts }) => acts.filter(({ type }) => type === 'run.requested'));
}

function productOf({ acts }: Export): readonly Deed[] {
  return acts.filter(({ type }) => ['export.drafted', 'export.edited', 'export.submitted'].includes(type));
}

function gather(deeds: readonly Deed[], pair: (deed: Deed) => readonly [string, string]): Deeds {
  const pairs = deeds.map(pair);
  const names = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries(
    [...names].map(([name, found]) => [name, [...new Set(found.map(([, what]) => what))].toSorted()]),
  );
}

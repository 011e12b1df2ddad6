/**
 * What the system must do because time has passed: end what a term has ended, and put into the register who has not moved in time. It never
 * moves a thing forward: of the lives themselves it gives only what their `due` says, everything else is a duty.
 *
 * @see procedure.md §0.3, requirements SH-43-1, SH-45-1; decision 046
 */
import { contentHash } from '../record/content-hash.ts';
import type { Order } from './consequences.ts';
import { clocksOf, type Deadline, type Timing } from './deadlines.ts';
import type { ActedDoc, Life, LifeTypes } from './decider.ts';
import { lives, type DocOf, type LifeName } from './lives.ts';

/** Where the documents lie. */
export interface Shelf {
  /** All documents of a life that stand in one of these states. */
  docsIn(life: LifeName, states: readonly string[]): readonly ActedDoc[];
  get<Name extends LifeName>(life: Name, id: string): DocOf<Name> | undefined;
}

const names = Object.keys(lives) as readonly LifeName[];
const anyLife = (name: LifeName) => lives[name] as unknown as Life<LifeTypes>;

/** In order: terms that ended, duties to raise, duties that have been met. For a time at which nothing is due, none. */
export function dueOrders(shelf: Shelf, timing: Timing): readonly Order[] {
  const ended = names.flatMap((name) => endedIn(shelf, name, timing));
  const raised = names.flatMap((name) => overdueIn(shelf, name, timing));
  return [...ended, ...raised, ...metIn(shelf, timing)];
}

function endedIn(shelf: Shelf, name: LifeName, { now }: Timing): readonly Order[] {
  const { due, moves } = anyLife(name);
  if (!due) return [];
  const states = Object.values(moves).flatMap(({ by, from }) => (by.includes('system') ? from : []));
  return shelf.docsIn(name, [...new Set(states)]).flatMap((doc) => {
    const command = due(doc, now);
    return command ? [{ life: name, id: doc.id, command } as unknown as Order] : [];
  });
}

function overdueIn(shelf: Shelf, name: LifeName, timing: Timing): readonly Order[] {
  const life = anyLife(name);
  const states = (life.clocks ?? []).flatMap(({ runs, stops = [] }) => [...runs, ...stops]);
  return shelf.docsIn(name, [...new Set(states)]).flatMap((doc) =>
    clocksOf(life, doc, timing)
      .filter(({ state }) => state === 'overdue')
      .filter((deadline) => shelf.get('duty', dutyId(name, doc.id, deadline)) === undefined)
      .flatMap((deadline) => raise(name, doc.id, { deadline, timing })),
  );
}

function raise(
  life: LifeName,
  subject: string,
  { deadline, timing }: { readonly deadline: Deadline; readonly timing: Timing },
): readonly Order[] {
  const { clock, title, started, due, days, duty, escalates, basis, source, provisional } = deadline;
  if (due === undefined || basis === 'none') return [];
  const { role: owedBy, org } = duty;
  const owed = { owedBy, ...(org && { org }), escalatedTo: escalates };
  const extendable = (anyLife(life).clocks ?? []).some(
    (one) => one.id === clock && timing.profile.days[one.days].extendable === true,
  );
  const rest = { title, started, due, days, ...owed, basis, article: source, provisional, extendable };
  const command = { type: 'raise', life, subject, clock, ...rest } as const;
  return [{ life: 'duty', id: dutyId(life, subject, deadline), command }];
}

/** Duties whose move has come, or whose time is not over after all, for a year was entered since. */
function metIn(shelf: Shelf, timing: Timing): readonly Order[] {
  return shelf.docsIn('duty', ['open', 'explained']).flatMap((doc) => {
    const { id, life, subject } = doc as DocOf<'duty'>;
    if (!isLife(life)) throw new Error(`Cannot look up a duty: ${life} must be a life`);
    const thing = shelf.get(life, subject) as ActedDoc | undefined;
    const found = (thing ? clocksOf(anyLife(life), thing, timing) : []).find(
      (one) => dutyId(life, subject, one) === id,
    );
    if (found?.state === 'overdue') return [];
    const because = found?.state === 'late' ? 'done' : 'recomputed';
    return [{ life: 'duty', id, command: { type: 'discharge', because } }];
  });
}

function isLife(name: string): name is LifeName {
  return Object.hasOwn(lives, name);
}

/** One duty for each run of a clock and each body that owes the move. */
export function dutyId(life: LifeName, subject: string, { clock, started, duty }: Deadline): string {
  const key = [life, subject, clock, started, duty.role, duty.org ?? ''];
  return `dty-${clock}-${contentHash(key).slice(0, 16)}`;
}

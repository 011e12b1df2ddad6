/** The routing table: which bodies must review an application, and who may sit for each. @see AO-19-1; procedure.md §9(3) */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { OrgId } from '../units.ts';
import type { UseRequest } from './application-commands.ts';
import type { CatalogEntryDoc } from './catalog-entry-doc.ts';
import type { Scope } from './fields.ts';
import type { Actor } from './life.ts';
import type { Switches } from './profiles/profile.ts';
import { roleTitles, type Role } from './roles.ts';
import { entriesOf } from './scope.ts';

/** How the bodies decide: all at once, one after another, or one alone. */
export type ReviewMode = Switches['reviewMode'];

/** One required reviewer. Without an organization any of that role may sit: there is one data agency. */
export interface Seat {
  readonly role: Role;
  readonly org?: OrgId;
}

/** One approval. */
export interface Review {
  readonly seat: Seat;
  readonly reviewer: Actor;
  readonly reason: string;
  /** Columns that it approves, where not all that were asked for. */
  readonly columns?: Scope;
}

/**
 * The source department of each dataset, the district authority when the application names one, the data agency; where one body decides,
 * the source departments alone. Where they decide one after another, in this order.
 *
 * @throws Error when an entry of the request is not given: check `requireKnownColumns` before
 */
export function seatsOf(
  request: UseRequest,
  entries: readonly CatalogEntryDoc[],
  mode: ReviewMode = 'parallel',
): readonly Seat[] {
  const departments = entriesOf(request.datasets).map((id) => {
    const found = entries.find((doc) => doc.entry.id === id);
    if (!found) throw new Error(`Cannot route the application: entry ${id} must be loaded`);
    return found.entry.department;
  });
  const seats: Seat[] = [...new Set(departments)].map((org) => ({ role: 'source_department', org }));
  if (mode === 'single_body') return seats;
  if (request.district !== undefined) seats.push({ role: 'district_authority', org: request.district });
  return [...seats, { role: 'data_agency' }];
}

/** The seats that have not decided and whose turn it is. For every seat of these and nobody else, {@link requireSeat} accepts. */
export function openSeats({ seats, reviews, mode }: Reviewed): readonly Seat[] {
  const next = mode === 'sequential' ? seats.slice(reviews.length, reviews.length + 1) : seats;
  return next.filter((seat) => !isTaken(seat, reviews));
}

/** What was routed, and who has decided. */
export interface Reviewed {
  readonly seats: readonly Seat[];
  readonly reviews: readonly Review[];
  readonly mode?: ReviewMode;
}

function isTaken({ role, org }: Seat, reviews: readonly Review[]): boolean {
  return reviews.some(({ seat }) => seat.role === role && seat.org === org);
}

/** The seat that this actor would fill; refuses with E_ROLE when none is his, with E_STATE when it has decided. */
export function requireSeat(doing: string, doc: Reviewed, actor: Actor): Outcome<Seat> {
  const seat = doc.seats.find(({ role, org }) => role === actor.role && (org === undefined || org === actor.org));
  const who = `${roleTitles[actor.role].en} ${actor.org}`;
  if (!seat) return refuse('E_ROLE', `Cannot ${doing}: must be one of its reviewers; got ${who}`);
  if (isTaken(seat, doc.reviews))
    return refuse('E_STATE', `Cannot ${doing}: each reviewer must decide once; got ${who} again`);
  const [before] = doc.seats.slice(doc.reviews.length);
  if (doc.mode === 'sequential' && before !== seat)
    return refuse('E_STATE', `Cannot ${doing}: must be its turn after ${before?.role ?? 'nobody'}; got ${who}`);
  return accept(seat);
}

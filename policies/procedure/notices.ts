/**
 * Who is told of a move: the roles of its `tell`, as far as the document concerns them, and whoever the thing belongs to. Computed from what
 * stands in the record; nothing is sent that is not there.
 *
 * @see procedure.md §3 (fan-outs), requirements AO-19-2…5
 */
import type { Act, ActedDoc } from './decider.ts';
import type { Actor, Move } from './life.ts';
import type { Owner, Role } from './roles.ts';

/** A life as far as notices need it. */
export interface Telling {
  readonly moves: Readonly<Record<string, Move<string> & { readonly past?: string }>>;
  readonly ownerOf: (doc: never) => Owner;
}

type Reader = Pick<Actor, 'role' | 'org'>;

/**
 * Does this act concern the reader? His own body's acts do not.
 *
 * @param at the how-manieth act, from 0
 * @param departmentOf the department of a catalog entry
 */
export function isTold(
  life: Telling,
  { doc, at }: { readonly doc: ActedDoc; readonly at: number },
  { reader, departmentOf }: { readonly reader: Reader; readonly departmentOf: (entry: string) => string | undefined },
): boolean {
  const act = doc.acts[at];
  if (!act || (act.by.role === reader.role && act.by.org === reader.org)) return false;
  const owner = life.ownerOf(doc as never);
  if (owner.role === reader.role && owner.org === reader.org) return true;
  if (!rolesTold(life, act, doc.acts[at - 1], doc).includes(reader.role)) return false;
  const named = partiesOf(doc, owner, departmentOf)[reader.role] ?? [];
  return named.length === 0 ? reader.role !== 'data_subject' : named.includes(reader.org);
}

/** The roles of every move that this act may have been; of an overdue duty also who owes it and who stands above. */
function rolesTold({ moves }: Telling, act: Act, before: Act | undefined, doc: object): readonly Role[] {
  const [, name = ''] = act.type.split('.');
  const from = before?.to ?? 'none';
  const made = Object.values(moves).filter(
    (move) =>
      move.to === act.to &&
      move.from.includes(from) &&
      move.by.includes(act.by.role) &&
      (move.past === undefined || move.past === name),
  );
  const tells = made.flatMap(({ tell }) => tell ?? []);
  if (!('owedBy' in doc) || !('escalatedTo' in doc)) return tells;
  return [...tells, doc.owedBy as Role, doc.escalatedTo as Role];
}

interface Party {
  readonly role: Role;
  readonly org: string;
}

/** Whom of a role the document names; nobody: all of the role. */
function partiesOf(
  doc: object,
  owner: Owner,
  departmentOf: (entry: string) => string | undefined,
): Partial<Record<Role, readonly string[]>> {
  const found: Party[] = owner.role === 'city' ? [] : [{ role: owner.role, org: owner.org }];
  const { vendor, seats, departments, entry, owedBy, org } = doc as Readonly<Record<string, unknown>>;
  if (typeof vendor === 'string') found.push({ role: 'vendor', org: vendor });
  if (Array.isArray(seats)) found.push(...(seats as { role: Role; org?: string }[]).flatMap(named));
  if (Array.isArray(departments)) found.push(...departments.map((one) => department(String(one))));
  if (typeof owedBy === 'string' && typeof org === 'string') found.push({ role: owedBy as Role, org });
  const of = typeof entry === 'string' ? departmentOf(entry) : undefined;
  if (of !== undefined) found.push(department(of));
  return Object.fromEntries(
    found.map(({ role }) => [role, found.filter((one) => one.role === role).map((one) => one.org)]),
  );
}

function named(seat: { readonly role: Role; readonly org?: string }): readonly Party[] {
  return seat.org === undefined ? [] : [{ role: seat.role, org: seat.org }];
}

function department(org: string): Party {
  return { role: 'source_department', org };
}

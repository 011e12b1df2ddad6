/** The facts of a document and of a person, out of the record. */
import type { CatalogEntryDoc } from '#policies/procedure/catalog-entry-doc.ts';
import { isPublished } from '#policies/procedure/catalog-entry-doc.ts';
import { holderOf } from '#policies/procedure/cases/access-token.ts';
import { lives, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import type { Owner } from '#policies/procedure/roles.ts';
import { requireNoVendor } from '#policies/procedure/two-roles.ts';
import { loadDoc, lookupOf } from '../load.ts';
import type { Reader } from '../record/reader.ts';
import { caseOf } from '../stages/collections.ts';
import { askedBy } from './asked.ts';
import { nothing, type Asking, type Principal, type Thing } from './facts.ts';
import { historyOf } from './history.ts';

/** Who asks, with what the record says of his organization. */
export function principalOf(read: Reader, asking: Asking): Principal {
  return { asking: plain(asking), controlled: !requireNoVendor('act', asking, lookupOf(read)).ok };
}

/** Who asks to read: no policy of reading looks at his organization's past. */
export function readerOf(asking: Asking): Principal {
  return { asking: plain(asking), controlled: false };
}

/** A caller has more than decides: its title, its session. */
function plain({ person, org, role, via, scope }: Asking): Asking {
  return { person, org, role, ...(via && { via }), ...(scope && { scope }) };
}

/** What a decision about a command or a deed is made from; nothing of a thing that has not begun. */
export function thingOf(read: Reader, life: LifeName, doc: DocOf<LifeName> | undefined): Thing {
  if (doc === undefined) return { ...nothing, life };
  const { affiliates, vendor, about } = doc as Loose;
  const group = affiliates ?? (vendor === undefined ? [] : (loadDoc(read, 'registration', vendor)?.affiliates ?? []));
  return {
    ...outlineOf(life, doc),
    affiliates: group,
    ...(typeof about === 'string' && { about }),
    asked: askedBy(read, life, doc),
    ...historyOf(read, life, doc),
  };
}

/** What a decision about reading is made from: whose it is and whom it is about, not what was done on it. */
export function outlineOf(life: LifeName, doc: DocOf<LifeName>): Thing {
  const { vendor, entry, state } = doc as Loose;
  const holder = naturalPersonOf(life, doc);
  const owner = ownerOf(life, doc);
  const district = life === 'catalogEntry' ? (entry as CatalogEntryDoc['entry']).district : undefined;
  return {
    ...nothing,
    life,
    state,
    // What the city has together is nobody's: no policy hides it.
    ...(owner.role !== 'city' && { owner: { role: owner.role, org: owner.org } }),
    ...(vendor !== undefined && { vendor }),
    ...(district !== undefined && { district }),
    ...(holder !== undefined && { holder }),
    published: life === 'catalogEntry' && isPublished(doc as CatalogEntryDoc),
    readers: caseOf(life)?.readers ?? [],
  };
}

/** Of an account or a token of one: whose it is. */
function naturalPersonOf(life: LifeName, doc: DocOf<LifeName>): string | undefined {
  if (life === 'account') return (doc as DocOf<'account'>).person;
  return life === 'accessToken' ? holderOf(doc) : undefined;
}

interface Loose {
  readonly state: string;
  readonly vendor?: string;
  readonly affiliates?: readonly string[];
  readonly about?: unknown;
  readonly entry?: unknown;
}

/** The table knows the types of each life; here they are only names. */
function ownerOf(life: LifeName, doc: DocOf<LifeName>): Owner {
  return (lives[life] as unknown as { ownerOf(doc: DocOf<LifeName>): Owner }).ownerOf(doc);
}

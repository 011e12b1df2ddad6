/** What each step of a catalog entry needs besides its turn. */
import { checkEntry } from '../catalog/check-entry.ts';
import type { CatalogEntry, OpenAttribute } from '../catalog/entry.ts';
import { contentHash } from '../record/content-hash.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import { boundAttribute } from './cases/attribute-proposal.ts';
import type { CatalogEntryDoc } from './catalog-entry-doc.ts';
import { doersOf, requireThat } from './decider.ts';
import { requireDescribed } from './described.ts';
import type { CaseContext } from './lookup.ts';
import { requireOtherPerson } from './roles.ts';

/** The version under review: the next one of a published entry, otherwise the entry itself. */
export function underReview({ entry, revision }: CatalogEntryDoc): CatalogEntry {
  return revision ?? entry;
}

/** A department describes its own data, under the id of the document. */
export function requireSound(entry: CatalogEntry, { id, actor }: CaseContext): readonly Outcome<unknown>[] {
  const own = entry.department === actor.org && entry.id === id;
  const must = `must be entry ${id} of ${actor.org}; got ${entry.id} of ${entry.department}`;
  return [requireThat(own, 'E_ENTRY', `Cannot describe a catalog entry: ${must}`), checkEntry(entry)];
}

/** The next version of a published entry; opening it further needs an evaluation that said so, closing it has a command of its own. */
export function requireRevision(doing: string, doc: CatalogEntryDoc, next: CatalogEntry): readonly Outcome<unknown>[] {
  const [from, to] = [doc.entry.attribute, next.attribute];
  const upgrade = doc.evaluation?.outcome === 'upgrade';
  return [
    requireVersion(doing, next, doc.entry.version + 1),
    requireThat(
      openness[to] <= openness[from] || upgrade,
      'E_STATE',
      `Cannot ${doing}: opening it further must follow an evaluation; got ${from} to ${to}`,
    ),
    requireThat(
      openness[to] >= openness[from],
      'E_STATE',
      `Cannot ${doing}: closing it further must be a downgrade with its legal basis; got ${from} to ${to}`,
    ),
  ];
}

/** Closes the published entry further and changes nothing of its data. @see GD-13-4 */
export function requireDowngrade(
  doing: string,
  doc: CatalogEntryDoc,
  { next, context }: { readonly next: CatalogEntry; readonly context: CaseContext },
): readonly Outcome<unknown>[] {
  const [from, to] = [doc.entry.attribute, next.attribute];
  const same = contentHash(doc.entry.tables) === contentHash(next.tables);
  return [
    ...requireSound(next, context),
    requireVersion(doing, next, doc.entry.version + 1),
    requireThat(openness[to] < openness[from], 'E_ENTRY', `Cannot ${doing}: must open less than ${from}; got ${to}`),
    requireThat(same, 'E_ENTRY', `Cannot ${doing}: the tables must be those of the published version; got others`),
    requireDescribed(doing, next, context),
  ];
}

const openness: Readonly<Record<OpenAttribute, number>> = { closed: 0, conditional: 1, unconditional: 2 };

function requireVersion(doing: string, { version }: CatalogEntry, least: number): Outcome<void> {
  return requireThat(version === least, 'E_ENTRY', `Cannot ${doing}: version must be ${least}; got ${version}`);
}

/** A reworked entry is a new version: whoever used the withdrawn one can tell them apart. */
export function requireReworked(doing: string, doc: CatalogEntryDoc, { version }: CatalogEntry): Outcome<void> {
  const least = doc.state === 'withdrawn' ? doc.entry.version + 1 : doc.entry.version;
  return requireThat(version >= least, 'E_ENTRY', `Cannot ${doing}: version must be ${least} or more; got ${version}`);
}

/** Described as it must be, and with the attribute that was settled where another had been proposed. */
export function requireReady(doing: string, doc: CatalogEntryDoc, context: CaseContext): readonly Outcome<unknown>[] {
  const entry = underReview(doc);
  const since = lastOf(doc, 'catalogEntry.published');
  const bound = boundAttribute(doing, { entry: doc.id, since }, context.lookup);
  const must = (attribute: string) => `Cannot ${doing}: the attribute must be ${attribute}, as was settled`;
  const settled =
    !bound.ok || bound.value === undefined || bound.value === entry.attribute
      ? bound
      : refuse('E_ENTRY', `${must(bound.value)}; got ${entry.attribute}`);
  return [requireDescribed(doing, entry, context), settled];
}

/** Data of a district is reviewed by that district and then by the city; data of the city by the city. @see AO-08-4 */
export function requireLevel(doing: string, doc: CatalogEntryDoc, { actor }: CaseContext): Outcome<void> {
  const { district } = doc.entry;
  if (actor.role === 'district_authority') {
    const must = 'must be data of your district';
    return requireThat(
      actor.org === district,
      'E_SEPARATION',
      `Cannot ${doing}: ${must}; got ${district ?? 'the city'}`,
    );
  }
  const must = 'must be reviewed and consolidated by the district first';
  return requireThat(district === undefined, 'E_SEPARATION', `Cannot ${doing}: data of ${district ?? ''} ${must}`);
}

/** The officer of the very department; where the profile asks for the signature, no review begins without it. */
export function requireSigned(doing: string, doc: CatalogEntryDoc, { profile }: CaseContext): Outcome<void> {
  if (!profile.switches.chiefDataOfficerSigns.value) return accept(undefined);
  const [submitted, signed] = [lastOf(doc, 'catalogEntry.submitted'), lastOf(doc, 'catalogEntry.signed')];
  const holds = submitted !== undefined && signed !== undefined && signed >= submitted;
  return requireThat(holds, 'E_STATE', `Cannot ${doing}: the chief data officer must have signed; got no signature`);
}

/** Who describes or submits does not review. */
export function requireReviewer(doing: string, doc: CatalogEntryDoc, { actor }: CaseContext): Outcome<void> {
  return requireOtherPerson(doing, actor, doersOf(doc, authoring));
}

const authoring = ['drafted', 'edited', 'revised', 'reworked', 'submitted'].map((past) => `catalogEntry.${past}`);

function lastOf({ acts }: CatalogEntryDoc, type: string): Instant | undefined {
  return acts.findLast((act) => act.type === type)?.at;
}

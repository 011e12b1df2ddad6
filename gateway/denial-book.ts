/** Denials as the record has them: of which legal group, over which datasets. Apart from the loaders, which need it. */
import { legalGroup, type DenialBook, type DenialReset } from '#policies/procedure/denials.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import type { EntryId, OrgId } from '#policies/units.ts';
import type { Reader } from './record/reader.ts';

/** The legal group of a vendor, by every registration there is. */
export function groupOf(read: Reader, vendor: OrgId): ReadonlySet<OrgId> {
  return legalGroup(
    vendor,
    read.list('registration').map(({ json }) => json as DocOf<'registration'>),
  );
}

/** What the group of a vendor was refused, and what was reset, of these datasets. */
export function bookOf(read: Reader, vendor: OrgId, entries: readonly EntryId[]): DenialBook {
  const group = groupOf(read, vendor);
  const exported = read.list('export', { state: 'blocked' }).map(({ json }) => json as DocOf<'export'>);
  const denials = exported.flatMap((doc) => (group.has(doc.vendor) && doc.denial ? [doc.denial] : []));
  const resets = entries.flatMap((entry) =>
    read
      .bySubject(`denials/${entry}`)
      .map(({ data }) => data as DenialReset & { readonly vendor: OrgId })
      .filter((reset) => group.has(reset.vendor)),
  );
  return { denials, resets };
}

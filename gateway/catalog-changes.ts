/** The feed of catalog changes, read from the record when somebody asks. */
import { catalogFeed, type CatalogChange, type Recorded } from '#policies/procedure/catalog-feed.ts';
import { loadAll } from './load.ts';
import type { Office } from './office.ts';
import { subjectOf } from './record/reader.ts';

/** Which changes: those with a greater `seq` than `after`, of all entries or of those named. */
export interface ChangesAsked {
  readonly after?: number | undefined;
  readonly entries?: readonly string[] | undefined;
}

/** In the order of the record. A page that ends with some `seq` and one that is asked for after it join without gap or double. */
export function catalogChanges(
  { record: { read } }: Pick<Office, 'record'>,
  { after = -1, entries }: ChangesAsked = {},
): readonly CatalogChange[] {
  // What another gateway commits while this one reads comes with the next page: of it, some may have been read and some not.
  const size = read.size();
  const isAsked = (id: string) => entries === undefined || entries.includes(id);
  const eventsOf = (life: Recorded['life'], id: string): readonly Recorded[] =>
    read
      .bySubject(subjectOf(life, id))
      .filter((event) => event.life === life && event.id === id && event.entry.seq < size)
      .map(({ entry, type, data }) => ({ seq: entry.seq, life, event: { type, id, data } }) as unknown as Recorded);
  const told = loadAll(read, 'catalogEntry').filter(({ id }) => isAsked(id));
  const objections = loadAll(read, 'objection').filter(({ entry }) => isAsked(entry));
  const recorded = [
    ...told.flatMap(({ id }) => eventsOf('catalogEntry', id)),
    ...objections.flatMap(({ id }) => eventsOf('objection', id)),
  ];
  return catalogFeed(recorded).filter(({ seq }) => seq > after);
}

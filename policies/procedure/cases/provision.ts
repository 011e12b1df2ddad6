/**
 * Provision 数据提供: a source department announces a batch of real data, the agency lets it through the one channel, and what the domain
 * took in is written down: version, checksum, and the number of rows as an order of magnitude only.
 *
 * @see requirements AO-09-1, AO-09-2, AO-09-4
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anEntryId, aSha256, aSnapshotId, prose, shortText } from '../fields.ts';

const table = {
  name: 'provision',
  title: { zh: '数据提供', en: 'provision' },
  collection: 'provisions',
  prefix: 'prv',
  states: {
    announced: { zh: '已登记', en: 'announced' },
    authorized: { zh: '已准许', en: 'authorized' },
    received: { zh: '已接收', en: 'received' },
    refused: { zh: '不予接收', en: 'refused' },
  },
  moves: {
    announce: {
      past: 'announced',
      stage: 'catalog',
      from: ['none'],
      to: 'announced',
      by: ['source_department'],
      source: 'AO-09-1, AO-09-4',
      tell: ['data_agency'],
    },
    authorize: {
      past: 'authorized',
      stage: 'catalog',
      from: ['announced'],
      to: 'authorized',
      by: ['data_agency'],
      source: 'AO-09-1, AO-09-4',
      tell: ['operator'],
    },
    refuse: {
      past: 'refused',
      stage: 'catalog',
      from: ['announced'],
      to: 'refused',
      by: ['data_agency'],
      source: 'AO-09-1',
    },
    receive: {
      past: 'received',
      from: ['authorized'],
      to: 'received',
      by: ['system'],
      source: 'AO-09-4',
      tell: ['data_agency', 'operator'],
    },
  },
} as const satisfies CaseTable;

const fields = {
  announce: {
    entry: anEntryId,
    /** The department's own number of the batch. */
    batch: shortText,
    /** The version of the entry whose tables it has. */
    schemaVersion: z.int().min(1),
    /** District data goes to the city's centre first. @see AO-09-2 */
    path: z.enum(['city', 'district_city']),
    /** The power of ten that the number of rows lies below; nothing more exact stands in the record. */
    magnitude: z.int().min(0).max(15),
  },
  /** `authorization`: the number of the agency's decision. */
  authorize: { authorization: shortText },
  refuse: { reason: prose },
  /** `checksum`: what the domain computed of the whole snapshot. */
  receive: { snapshot: aSnapshotId, checksum: aSha256 },
};

/** The four types of this life. */
export type ProvisionTypes = CaseTypes<'provision', typeof table, typeof fields>;

/** Provision. */
export const provision = caseLife<ProvisionTypes>({
  key: 'provision',
  table,
  fields,
  guards: {
    announce: ({ command: { entry, schemaVersion }, context: { actor, lookup }, doing }) => {
      const known = lookup.get('catalogEntry', entry);
      const own = known?.entry.department === actor.org ? known : undefined;
      return [
        requireThat(own !== undefined, 'E_NOT_FOUND', `Cannot ${doing}: must be an entry of your department; got none`),
        requireThat(
          own === undefined || own.state === 'published',
          'E_NO_RIGHTS',
          `Cannot ${doing}: the entry must be published; got ${own?.state ?? 'none'}`,
        ),
        requireThat(
          own === undefined || own.entry.version === schemaVersion,
          'E_INPUT',
          `Cannot ${doing}: must have the tables of version ${own?.entry.version ?? 0}; got ${schemaVersion}`,
        ),
      ];
    },
  },
});

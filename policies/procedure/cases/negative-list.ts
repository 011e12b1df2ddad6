/**
 * Negative list 负面清单: what is not given to anybody, on which ground. One person drafts a version, another adopts it; the version with the
 * highest number whose day has come is in force. What is on it can be granted to nobody.
 *
 * @see requirements GY-08, GY-09; ../grantable.ts
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { anEntryId, anInstant, prose, shortText } from '../fields.ts';

const table = {
  name: 'negative list',
  title: { zh: '负面清单', en: 'negative list' },
  collection: 'negative-lists',
  prefix: 'neg',
  readers: ['vendor', 'public', 'data_subject', 'exchange', 'expert_committee'],
  states: {
    drafted: { zh: '已拟定', en: 'drafted' },
    adopted: { zh: '已发布', en: 'adopted' },
    repealed: { zh: '已废止', en: 'repealed' },
  },
  moves: {
    draft: {
      past: 'drafted',
      stage: 'catalog',
      from: ['none'],
      to: 'drafted',
      by: ['competent_authority'],
      source: 'GY-08',
    },
    edit: {
      past: 'edited',
      stage: 'catalog',
      from: ['drafted'],
      to: 'drafted',
      by: ['competent_authority'],
      source: 'GY-09',
    },
    adopt: {
      past: 'adopted',
      stage: 'catalog',
      from: ['drafted'],
      to: 'adopted',
      by: ['competent_authority'],
      source: 'GY-08, GY-09',
      apartFrom: ['drafted', 'edited'],
      tell: ['source_department', 'data_agency', 'operator'],
    },
    repeal: {
      past: 'repealed',
      stage: 'catalog',
      from: ['adopted'],
      to: 'repealed',
      by: ['competent_authority'],
      source: 'GY-09',
      apartFrom: ['adopted'],
      tell: ['source_department', 'data_agency', 'operator'],
    },
  },
} as const satisfies CaseTable;

const items = z
  .array(z.strictObject({ what: shortText, entry: anEntryId.exactOptional(), ground: shortText, basis: prose }))
  .max(1_000);

const fields = {
  draft: { items, effectiveFrom: anInstant },
  edit: { items, effectiveFrom: anInstant },
  adopt: { reason: prose },
  repeal: { reason: prose },
};

interface Numbered {
  readonly version: number;
}

/** The four types of this life. */
export type NegativeListTypes = CaseTypes<'negativeList', typeof table, typeof fields, Numbered>;

/** Negative list. */
export const negativeList = caseLife<NegativeListTypes, Numbered>({
  key: 'negativeList',
  table,
  fields,
  derive: {
    adopt: ({ context: { lookup } }) => ({
      version: 1 + lookup.all('negativeList').filter(({ version }) => version !== undefined).length,
    }),
  },
});

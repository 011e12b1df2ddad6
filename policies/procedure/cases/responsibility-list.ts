/**
 * Responsibility list 责任清单: which unit and person of a department answers for what, and for which entries. The department drafts a version,
 * the authority adopts it; the one with the highest number whose day has come is in force.
 *
 * @see requirements GD-15-1, GD-06-1, GY-07, GY-09
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anEntryId, anInstant, prose, shortText } from '../fields.ts';

const table = {
  name: 'responsibility list',
  title: { zh: '责任清单', en: 'responsibility list' },
  collection: 'responsibility-lists',
  prefix: 'rsp',
  readers: ['vendor', 'public', 'data_subject', 'exchange', 'expert_committee'],
  states: {
    drafted: { zh: '已拟定', en: 'drafted' },
    returned: { zh: '已退回', en: 'returned' },
    adopted: { zh: '已发布', en: 'adopted' },
  },
  moves: {
    draft: {
      past: 'drafted',
      stage: 'catalog',
      from: ['none'],
      to: 'drafted',
      by: ['source_department'],
      source: 'GD-15-1, GY-07',
      tell: ['competent_authority'],
    },
    edit: {
      past: 'edited',
      stage: 'catalog',
      from: ['drafted', 'returned'],
      to: 'drafted',
      by: ['source_department'],
      source: 'GY-09',
      tell: ['competent_authority'],
    },
    return: {
      past: 'returned',
      stage: 'catalog',
      from: ['drafted'],
      to: 'returned',
      by: ['competent_authority'],
      source: 'GD-15-1',
    },
    adopt: {
      past: 'adopted',
      stage: 'catalog',
      from: ['drafted'],
      to: 'adopted',
      by: ['competent_authority'],
      source: 'GD-15-1, GY-07',
      apartFrom: ['drafted', 'edited'],
      tell: ['operator', 'data_agency'],
    },
  },
} as const satisfies CaseTable;

const item = z.strictObject({
  duty: shortText,
  unit: shortText,
  person: shortText,
  phone: shortText,
  entries: z.array(anEntryId).max(500),
});
const said = { items: z.array(item).min(1).max(500), effectiveFrom: anInstant };

const fields = { draft: said, edit: said, return: { reason: prose }, adopt: { reason: prose } };

interface Numbered {
  readonly version: number;
  readonly department: string;
}

/** The four types of this life. */
export type ResponsibilityListTypes = CaseTypes<'responsibilityList', typeof table, typeof fields, Numbered>;
type Said = Pick<ResponsibilityListTypes['doc'], 'items'>;

/** Responsibility list. */
export const responsibilityList = caseLife<ResponsibilityListTypes, Partial<Numbered>>({
  key: 'responsibilityList',
  table,
  fields,
  guards: {
    draft: ({ command, context, doing }) => [requireOwnEntries(doing, command, context)],
    edit: ({ command, context, doing }) => [requireOwnEntries(doing, command, context)],
  },
  derive: {
    draft: ({ context: { actor } }) => ({ department: actor.org }),
    adopt: ({ doc, context: { lookup } }) => {
      const own = lookup.all('responsibilityList').filter(({ department }) => department === doc?.department);
      return { version: 1 + own.filter(({ version }) => version !== undefined).length };
    },
  },
});

function requireOwnEntries(
  doing: string,
  { items }: Said,
  { actor, lookup }: Pick<ResponsibilityListTypes['context'], 'actor' | 'lookup'>,
) {
  const foreign = items
    .flatMap(({ entries }) => entries)
    .find((id) => lookup.get('catalogEntry', id)?.entry.department !== actor.org);
  const must = 'must name entries of your own department';
  return requireThat(foreign === undefined, 'E_INPUT', `Cannot ${doing}: ${must}; got ${foreign ?? ''}`);
}

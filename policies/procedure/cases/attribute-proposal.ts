/**
 * Proposal to open an entry more, or less: the authority proposes another attribute; the department agrees, or says why not, and then the
 * city decides. While it is open the entry is not pushed, and what it ends with binds the next version.
 *
 * @see procedure.md §3.2, requirement GD-09-3
 */
import { z } from 'zod';
import type { OpenAttribute } from '../../catalog/entry.ts';
import { refuse, accept, type Outcome } from '../../refusal.ts';
import type { Instant } from '../../units.ts';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { anEntryId, prose } from '../fields.ts';
import type { Lookup } from '../lookup.ts';
import { isBefore } from '../term.ts';
import { requireOwnEntry } from './own-entry.ts';

const source = 'GD-09-3';

const table = {
  name: 'attribute proposal',
  title: { zh: '开放属性调整建议', en: 'proposal of another attribute' },
  collection: 'attribute-proposals',
  prefix: 'atp',
  states: {
    proposed: { zh: '已建议', en: 'proposed' },
    agreed: { zh: '已采纳', en: 'agreed' },
    disagreed: { zh: '有异议', en: 'disagreed' },
    decided: { zh: '已裁定', en: 'decided' },
  },
  moves: {
    propose: {
      past: 'proposed',
      stage: 'catalog',
      from: ['none'],
      to: 'proposed',
      by: ['competent_authority', 'district_authority'],
      source,
      tell: ['source_department'],
    },
    agree: { past: 'agreed', stage: 'catalog', from: ['proposed'], to: 'agreed', by: ['source_department'], source },
    disagree: {
      past: 'disagreed',
      stage: 'catalog',
      from: ['proposed'],
      to: 'disagreed',
      by: ['source_department'],
      source,
      tell: ['committee'],
    },
    decide: {
      past: 'decided',
      stage: 'review',
      from: ['disagreed'],
      to: 'decided',
      by: ['committee'],
      source,
      tell: ['source_department', 'data_agency'],
    },
  },
  clocks: [
    {
      id: 'decision',
      title: { zh: '开放属性裁定', en: 'decision on an attribute' },
      runs: ['disagreed'],
      days: 'dispute_days',
      from: 'receipt',
      duty: 'committee',
      escalates: 'competent_authority',
      source,
    },
  ],
} as const satisfies CaseTable;

const attribute = z.enum(['closed', 'conditional', 'unconditional']);

const fields = {
  propose: { entry: anEntryId, attribute, reason: prose },
  agree: { answer: prose },
  disagree: { answer: prose },
  decide: { decision: attribute, grounds: prose },
};

/** The four types of this life. */
export type AttributeProposalTypes = CaseTypes<'attributeProposal', typeof table, typeof fields>;

/** Proposal of another attribute. */
export const attributeProposal = caseLife<AttributeProposalTypes>({
  key: 'attributeProposal',
  table,
  fields,
  guards: {
    propose: ({ command: { entry, attribute: wanted }, context: { lookup }, doing }) => {
      const found = lookup.get('catalogEntry', entry);
      const got = found?.entry.attribute;
      if (found && got !== wanted) return [accept(undefined)];
      const must = 'must be another attribute than that of an existing entry';
      return [refuse('E_INPUT', `Cannot ${doing}: ${must}; got ${got ?? 'no entry'}`)];
    },
    agree: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    disagree: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
  },
});

/**
 * The attribute that the next version must have, by what was agreed or decided after `since`; undefined where nothing was.
 * Refuses with E_STATE while a proposal is open.
 */
export function boundAttribute(
  doing: string,
  { entry, since }: { readonly entry: string; readonly since: Instant | undefined },
  lookup: Lookup,
): Outcome<OpenAttribute | undefined> {
  const about = lookup.all('attributeProposal').filter((doc) => doc.entry === entry);
  const open = about.find(({ state }) => state === 'proposed' || state === 'disagreed');
  if (open) {
    return refuse(
      'E_STATE',
      `Cannot ${doing}: no other attribute must be under proposal; got ${open.id}, ${open.state}`,
    );
  }
  const settled = about.flatMap((doc) => {
    const at = doc.acts.at(-1)?.at;
    return at && (since === undefined || isBefore(since, at)) ? [{ at, attribute: doc.decision ?? doc.attribute }] : [];
  });
  const [last] = settled.sort((one, other) => (isBefore(one.at, other.at) ? 1 : -1));
  return accept(last?.attribute);
}

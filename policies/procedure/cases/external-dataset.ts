/**
 * External dataset 非公共数据: data of the vendor's own or of others, brought in with its origin, licence and owner. It is looked at, kept
 * apart, and attached to agreements of the scenario that it was declared for, and to no others.
 *
 * @see requirements AO-25-1, GD-23-1
 */
import { accept } from '../../refusal.ts';
import type { OrgId } from '../../units.ts';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireAll, requireThat } from '../decider.ts';
import { aChecklist, requirePassed } from '../checklist.ts';
import { aSha256, docId, identifier, prose, shortText } from '../fields.ts';
import { z } from 'zod';

const table = {
  name: 'external dataset',
  title: { zh: '非公共数据', en: 'external dataset' },
  collection: 'external-datasets',
  prefix: 'ext',
  states: {
    declared: { zh: '已申报', en: 'declared' },
    admitted: { zh: '准予接入', en: 'admitted' },
    attached: { zh: '已接入', en: 'attached to an agreement' },
    refused: { zh: '不予接入', en: 'refused' },
    removed: { zh: '已移除', en: 'removed' },
  },
  moves: {
    declare: {
      past: 'declared',
      stage: 'propose',
      from: ['none'],
      to: 'declared',
      by: ['vendor'],
      source: 'AO-25-1',
      tell: ['operator'],
    },
    admit: {
      past: 'admitted',
      stage: 'review',
      from: ['declared'],
      to: 'admitted',
      by: ['operator'],
      source: 'AO-25-1',
      tell: ['data_agency'],
    },
    refuse: {
      past: 'refused',
      stage: 'review',
      from: ['declared'],
      to: 'refused',
      by: ['operator'],
      source: 'AO-25-1',
    },
    attach: {
      past: 'attached',
      stage: 'propose',
      from: ['admitted', 'attached'],
      to: 'attached',
      by: ['vendor'],
      source: 'AO-25-1',
      tell: ['operator'],
    },
    remove: {
      past: 'removed',
      stage: 'propose',
      from: ['declared', 'admitted', 'attached'],
      to: 'removed',
      by: ['vendor', 'operator'],
      source: 'AO-25-1',
    },
  },
} as const satisfies CaseTable;

const fields = {
  declare: {
    title: shortText,
    origin: prose,
    licence: prose,
    /** Whose data it is. */
    dataOwner: shortText,
    /** The only scenario that it serves. */
    scenario: docId,
    columns: z.array(identifier).min(1).max(200),
    checksum: aSha256,
  },
  /** The checklist is the scan: nothing illegal, nothing of raw public data, nobody's rights broken. */
  admit: { checklist: aChecklist },
  refuse: { reason: prose },
  attach: { agreement: docId },
  remove: { reason: prose },
};

interface Owned {
  readonly vendor: OrgId;
}

/** The four types of this life. */
export type ExternalDatasetTypes = CaseTypes<'externalDataset', typeof table, typeof fields, Owned>;

/** External dataset. */
export const externalDataset = caseLife<ExternalDatasetTypes, Partial<Owned>>({
  key: 'externalDataset',
  table,
  fields,
  derive: { declare: ({ context: { actor } }) => ({ vendor: actor.org }) },
  guards: {
    admit: ({ command: { checklist }, doing }) => [requirePassed(doing, checklist)],
    attach: ({ doc, command, context: { lookup }, doing }) => {
      const agreement = lookup.get('agreement', command.agreement);
      const own = agreement !== undefined && agreement.vendor === doc?.vendor ? agreement : undefined;
      if (!doc) return [accept(undefined)];
      return [
        requireThat(
          own?.state === 'active',
          'E_NO_RIGHTS',
          `Cannot ${doing}: the agreement must be in force; got ${own?.state ?? 'none'}`,
        ),
        requireAll(
          own
            ? [
                requireThat(
                  own.clauses.scenario === doc.scenario,
                  'E_SCOPE',
                  `Cannot ${doing}: must be for scenario ${doc.scenario} that it was declared for; got ${own.clauses.scenario}`,
                ),
              ]
            : [],
        ),
      ];
    },
  },
});

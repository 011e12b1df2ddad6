/**
 * Sanction 处理措施: what a case imposed on a vendor, from the moment it was imposed. The gateway asks for those in force at every run and export
 * (`../sanctions.ts`); what they stop at once is in `effects/sanction.ts`. It ends by its term, or by an appeal.
 *
 * @see procedure.md §3.14, requirement GD-34-2
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat, vendorOwner } from '../decider.ts';
import { anOrgId, docId, prose } from '../fields.ts';
import { aMeasure } from '../sanctions.ts';
import { isBefore } from '../term.ts';

const tell = ['operator', 'data_agency', 'source_department', 'vendor'] as const;

const table = {
  name: 'sanction',
  title: { zh: '处理措施', en: 'sanction' },
  collection: 'sanctions',
  prefix: 'san',
  states: {
    in_force: { zh: '生效中', en: 'in force' },
    lifted: { zh: '已解除', en: 'lifted' },
    expired: { zh: '已期满', en: 'expired' },
  },
  moves: {
    impose: { past: 'imposed', from: ['none'], to: 'in_force', by: ['system'], source: 'GD-34-2', tell },
    lift: {
      past: 'lifted',
      stage: 'audit',
      from: ['in_force'],
      to: 'lifted',
      by: ['competent_authority', 'system'],
      source: 'GD-34-3',
      tell,
    },
    expire: { past: 'expired', from: ['in_force'], to: 'expired', by: ['system'], source: 'procedure.md §3.14', tell },
  },
} as const satisfies CaseTable;

const fields = {
  impose: { violation: docId, vendor: anOrgId, interim: z.boolean(), measure: aMeasure },
  lift: { reason: prose },
};

/** The four types of this life. */
export type SanctionTypes = CaseTypes<'sanction', typeof table, typeof fields>;

/** Sanction. */
export const sanction = caseLife<SanctionTypes>({
  key: 'sanction',
  table,
  fields,
  ownerOf: vendorOwner,
  guards: {
    expire: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc?.measure.until !== undefined && !isBefore(now, doc.measure.until),
        'E_STATE',
        `Cannot ${doing}: its term must have ended; got an end at ${doc?.measure.until ?? 'no moment'}`,
      ),
    ],
  },
  due: ({ state, measure: { until } }, now) =>
    state === 'in_force' && until !== undefined && !isBefore(now, until) ? { type: 'expire' } : undefined,
});

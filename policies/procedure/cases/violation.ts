/**
 * Violation case 违规处理: from a signal to a sanction, a dismissal, or the finding that nobody is at fault. Nobody is sanctioned unheard; what
 * cannot wait is an interim measure, which ends by itself.
 *
 * @see procedure.md §3.14, requirements GD-34-1, GD-34-2, SH-26-3, SH-26-4
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat, vendorOwner } from '../decider.ts';
import { anInstant, anOrgId, prose } from '../fields.ts';
import { aMeasure } from '../sanctions.ts';
import {
  requireGround,
  requireHeard,
  requireInterim,
  requireMeasure,
  requireNoticePeriod,
} from './violation-guards.ts';

const judges = ['competent_authority', 'source_department'] as const;
const source = 'procedure.md §3.14';

const table = {
  name: 'violation case',
  title: { zh: '违规处理', en: 'violation case' },
  collection: 'violations',
  prefix: 'vio',
  states: {
    signal: { zh: '线索', en: 'signal' },
    case_opened: { zh: '已立案', en: 'case opened' },
    investigating: { zh: '调查中', en: 'being investigated' },
    heard: { zh: '已听取陈述', en: 'vendor heard' },
    sanctioned: { zh: '已处理', en: 'sanctioned' },
    dismissed: { zh: '不予立案', en: 'dismissed' },
    no_fault: { zh: '无责', en: 'no fault found' },
    lifted: { zh: '已解除', en: 'sanction lifted' },
    expired: { zh: '已期满', en: 'sanction expired' },
  },
  moves: {
    signal: {
      past: 'signalled',
      stage: 'audit',
      from: ['none'],
      to: 'signal',
      by: ['operator', 'source_department', 'data_agency', 'competent_authority', 'district_authority'],
      source: 'SH-26-2',
      tell: judges,
    },
    dismiss: {
      past: 'dismissed',
      stage: 'audit',
      from: ['signal', 'case_opened', 'investigating', 'heard'],
      to: 'dismissed',
      by: judges,
      source,
      tell: ['operator', 'data_agency', 'vendor'],
    },
    open_case: {
      past: 'case_opened',
      stage: 'audit',
      from: ['signal'],
      to: 'case_opened',
      by: judges,
      source: 'GD-34-1',
      tell: ['operator', 'data_agency', 'vendor'],
    },
    impose_interim: {
      past: 'interim_imposed',
      stage: 'audit',
      from: ['case_opened'],
      to: 'case_opened',
      by: judges,
      source,
      tell: ['operator', 'data_agency', 'vendor'],
    },
    investigate: {
      past: 'investigated',
      stage: 'audit',
      from: ['case_opened'],
      to: 'investigating',
      by: judges,
      source,
      tell: ['vendor'],
    },
    hear: {
      past: 'heard',
      stage: 'propose',
      from: ['investigating'],
      to: 'heard',
      by: ['vendor'],
      source,
      tell: judges,
    },
    hear_in_absence: {
      past: 'absence_noted',
      stage: 'audit',
      from: ['investigating'],
      to: 'heard',
      by: judges,
      source,
    },
    sanction: {
      past: 'sanctioned',
      stage: 'audit',
      from: ['heard'],
      to: 'sanctioned',
      by: judges,
      source: 'GD-34-2, SH-26-3',
      tell: ['operator', 'data_agency', 'vendor', 'source_department'],
      apartFrom: ['signalled'],
    },
    find_no_fault: {
      past: 'no_fault_found',
      stage: 'audit',
      from: ['heard'],
      to: 'no_fault',
      by: judges,
      source,
      tell: ['operator', 'data_agency', 'vendor'],
    },
    lift: { past: 'lifted', from: ['sanctioned'], to: 'lifted', by: ['system'], source: 'GD-34-3' },
    expire: { past: 'expired', from: ['sanctioned'], to: 'expired', by: ['system'], source },
  },
} as const satisfies CaseTable;

/** All grounds there are; which of them count says the profile. */
export const grounds = [
  'beyond_scenario',
  'security_measures_missing',
  'platform_rules',
  'illegal_acquisition',
  'infringement',
  'breach_of_agreement',
  'other',
] as const;

const fields = {
  signal: { vendor: anOrgId, ground: z.enum(grounds), facts: prose },
  dismiss: { reason: prose },
  open_case: { reason: prose },
  /** What cannot wait for the hearing: the risk of a leak. */
  impose_interim: { interim: aMeasure, risk: prose },
  investigate: { findings: prose },
  hear: { statement: prose },
  hear_in_absence: { note: prose },
  /** `noticeUntil`: how long the public reads of it, where it does. */
  sanction: { measure: aMeasure, reason: prose, noticeUntil: anInstant.exactOptional() },
  find_no_fault: { reason: prose },
};

/** The four types of this life. */
export type ViolationTypes = CaseTypes<'violation', typeof table, typeof fields>;

/** Violation case. */
export const violation = caseLife<ViolationTypes>({
  key: 'violation',
  table,
  fields,
  ownerOf: vendorOwner,
  guards: {
    signal: ({ command: { vendor, ground }, context: { lookup, profile }, doing }) => [
      requireGround(doing, ground, profile),
      requireThat(
        lookup.all('registration').some((one) => one.vendor === vendor),
        'E_NOT_FOUND',
        `Cannot ${doing}: must be of a vendor that has registered; got ${vendor}`,
      ),
    ],
    impose_interim: ({ doc, command: { interim }, context, doing }) => [
      ...requireInterim(doing, interim, doc?.interim),
      ...requireMeasure(doing, interim, context),
    ],
    hear_in_absence: ({ doc, context, doing }) => [requireHeard(doing, doc?.acts ?? [], context)],
    sanction: ({ command, context, doing }) => [
      ...requireMeasure(doing, command.measure, context),
      requireNoticePeriod(doing, command, context),
    ],
  },
});

/**
 * Norm document 规范: the operator drafts, the agency reviews, the authority consents; only then it counts (`../norms.ts`). The agency's own
 * supervision rules go to the authority at once, the authority's own guide by two of its persons.
 *
 * @see procedure.md §3.17, requirements AO-05-3, AO-14-2, AO-18-1, AO-20-1, AO-31-1
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anInstant, aSha256, docId, prose, shortText } from '../fields.ts';
import { notBefore, requireIssuer, requireReadable, requireReplaceable, requireVersion } from './norm-guards.ts';

const issuers = ['operator', 'data_agency', 'competent_authority'] as const;
const source = 'AO-31-1';

const table = {
  name: 'norm document',
  title: { zh: '规范标准文件', en: 'norm document' },
  collection: 'norms',
  prefix: 'nrm',
  readers: ['vendor', 'public', 'data_subject', 'exchange', 'expert_committee'],
  states: {
    draft: { zh: '草案', en: 'draft' },
    agency_review: { zh: '机构审核中', en: 'in review by the agency' },
    authority_consent: { zh: '待主管部门同意', en: 'waits for the consent of the authority' },
    returned: { zh: '已退回', en: 'returned' },
    effective: { zh: '已生效', en: 'effective' },
    superseded: { zh: '已被替代', en: 'superseded' },
    repealed: { zh: '已废止', en: 'repealed' },
  },
  moves: {
    draft: { past: 'drafted', stage: 'review', from: ['none'], to: 'draft', by: issuers, source },
    edit: { past: 'edited', stage: 'review', from: ['draft', 'returned'], to: 'draft', by: issuers, source },
    submit: {
      past: 'submitted',
      stage: 'review',
      from: ['draft'],
      to: 'agency_review',
      by: ['operator'],
      source: 'AO-14-2',
      tell: ['data_agency'],
    },
    submit_own: {
      past: 'own_submitted',
      stage: 'review',
      from: ['draft'],
      to: 'authority_consent',
      by: ['data_agency'],
      source: 'AO-31-2',
      tell: ['competent_authority'],
    },
    pass_review: {
      past: 'review_passed',
      stage: 'review',
      from: ['agency_review'],
      to: 'authority_consent',
      by: ['data_agency'],
      source: 'AO-14-2',
      tell: ['competent_authority', 'operator'],
    },
    return: {
      past: 'returned',
      stage: 'review',
      from: ['agency_review', 'authority_consent'],
      to: 'returned',
      by: ['data_agency', 'competent_authority'],
      source: 'AO-14-2',
    },
    consent: {
      past: 'consented',
      stage: 'review',
      from: ['authority_consent'],
      to: 'effective',
      by: ['competent_authority'],
      source: 'AO-14-2',
      tell: ['operator', 'data_agency', 'vendor', 'source_department'],
    },
    issue: {
      past: 'issued',
      stage: 'review',
      from: ['draft'],
      to: 'effective',
      by: ['competent_authority'],
      source: 'AO-05-3',
      tell: ['operator', 'data_agency', 'vendor', 'source_department'],
      apartFrom: ['drafted', 'edited'],
    },
    supersede: { past: 'superseded', from: ['effective'], to: 'superseded', by: ['system'], source },
    repeal: {
      past: 'repealed',
      stage: 'review',
      from: ['effective'],
      to: 'repealed',
      by: ['competent_authority', 'system'],
      source,
      tell: ['operator', 'data_agency', 'vendor'],
    },
  },
  clocks: [
    {
      id: 'review',
      title: { zh: '规范审核', en: 'review of a norm' },
      runs: ['agency_review'],
      days: 'norm_review_days',
      from: 'receipt',
      duty: 'data_agency',
      escalates: 'competent_authority',
      source: 'AO-14-2',
    },
    {
      id: 'consent',
      title: { zh: '规范同意', en: 'consent to a norm' },
      runs: ['authority_consent'],
      days: 'norm_consent_days',
      from: 'receipt',
      duty: 'competent_authority',
      escalates: 'committee',
      source: 'AO-14-2',
    },
  ],
} as const satisfies CaseTable;

/** The five norms of 003-31(1), what instantiates them, and the two that the bodies give themselves. */
export const normKinds = [
  'processing',
  'onboarding',
  'application_check',
  'development_check',
  'export_check',
  'agreement_template',
  'rule_pack',
  'disclosure_thresholds',
  'supervision_rules',
  'classification_guide',
] as const;
/** @see normKinds */
export type NormKind = (typeof normKinds)[number];

const body = {
  kind: z.enum(normKinds),
  heading: shortText,
  version: z.int().min(1).max(10_000),
  text: prose,
  /** Content hash of the data that it carries, where it carries some: a rule pack, a template. */
  data: aSha256.exactOptional(),
};
/** `replaces`: the earlier version that ends when this one begins. */
const beginning = { effectiveFrom: anInstant, replaces: docId.exactOptional() };

const fields = {
  draft: body,
  edit: body,
  submit: { note: prose },
  submit_own: { note: prose },
  pass_review: { opinion: prose },
  return: { reason: prose },
  consent: { consentId: shortText, ...beginning },
  issue: { paper: shortText, ...beginning },
  supersede: { successor: docId, until: anInstant },
  repeal: { reason: prose },
};

/** The four types of this life. */
export type NormTypes = CaseTypes<'norm', typeof table, typeof fields>;

/** Norm document. */
export const norm = caseLife<NormTypes>({
  key: 'norm',
  table,
  fields,
  guards: {
    draft: ({ command, context: { actor }, doing }) => [
      requireIssuer(doing, command.kind, actor),
      requireReadable(doing, command),
    ],
    edit: ({ doc, command, context: { actor }, doing }) => [
      requireIssuer(doing, command.kind, actor),
      requireReadable(doing, command),
      requireThat(
        doc?.kind === command.kind,
        'E_INPUT',
        `Cannot ${doing}: must stay a ${doc?.kind ?? ''}; got ${command.kind}`,
      ),
    ],
    submit: ({ doc, context: { actor }, doing }) => [requireIssuer(doing, doc?.kind, actor)],
    submit_own: ({ doc, context: { actor }, doing }) => [requireIssuer(doing, doc?.kind, actor)],
    consent: ({ doc, command, context: { now, lookup }, doing }) => [
      notBefore(doing, command.effectiveFrom, now),
      requireReplaceable(doing, command.replaces, { doc, lookup }),
      requireVersion(doing, doc, lookup),
    ],
    issue: ({ doc, command, context: { now, lookup, actor }, doing }) => [
      requireIssuer(doing, doc?.kind, actor),
      notBefore(doing, command.effectiveFrom, now),
      requireReplaceable(doing, command.replaces, { doc, lookup }),
      requireVersion(doing, doc, lookup),
    ],
  },
});

/**
 * Security incident 安全事件: warning, response, handling, recovery, and what was learnt. What it names as at risk is withdrawn when it is
 * confirmed, in the same transaction.
 *
 * @see procedure.md §3.15, requirements GD-31-1, AO-28-2, SH-27-2
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anEntryId, prose, shortText } from '../fields.ts';
import { ofTheCity, type Role } from '../roles.ts';

const bodies: readonly Role[] = ['operator', 'source_department', 'data_agency'];
const tell: readonly Role[] = ['operator', 'data_agency', 'competent_authority', 'regulator'];
const source = 'GD-31-1';

const table = {
  name: 'incident',
  title: { zh: '安全事件', en: 'security incident' },
  collection: 'incidents',
  prefix: 'inc',
  states: {
    warning: { zh: '预警', en: 'warning' },
    dismissed: { zh: '误报', en: 'false alarm' },
    confirmed: { zh: '已确认', en: 'confirmed' },
    contained: { zh: '已控制', en: 'contained' },
    handled: { zh: '已处置', en: 'handled' },
    recovered: { zh: '已恢复', en: 'recovered' },
    reviewed: { zh: '已复盘', en: 'reviewed' },
  },
  moves: {
    warn: {
      past: 'warned',
      stage: 'audit',
      from: ['none'],
      to: 'warning',
      by: [...bodies, 'district_authority', 'competent_authority'],
      source,
      tell,
    },
    dismiss: { past: 'dismissed', stage: 'audit', from: ['warning'], to: 'dismissed', by: bodies, source, tell },
    confirm: { past: 'confirmed', stage: 'audit', from: ['warning'], to: 'confirmed', by: bodies, source, tell },
    contain: { past: 'contained', stage: 'audit', from: ['confirmed'], to: 'contained', by: bodies, source, tell },
    handle: { past: 'handled', stage: 'audit', from: ['contained'], to: 'handled', by: bodies, source },
    recover: { past: 'recovered', stage: 'audit', from: ['handled'], to: 'recovered', by: bodies, source, tell },
    review: {
      past: 'reviewed',
      stage: 'audit',
      from: ['recovered'],
      to: 'reviewed',
      by: ['data_agency', 'competent_authority'],
      source,
      tell,
      apartFrom: ['handled', 'recovered'],
    },
  },
  clocks: [
    {
      id: 'report',
      title: { zh: '事件报告', en: 'report of an incident' },
      runs: ['warning', 'confirmed'],
      days: 'incident_report_days',
      from: 'event',
      duty: 'operator',
      escalates: 'competent_authority',
      source,
    },
    {
      id: 'review',
      title: { zh: '事件复盘', en: 'review after an incident' },
      runs: ['recovered'],
      days: 'after_review_days',
      from: 'event',
      duty: 'data_agency',
      escalates: 'competent_authority',
      source,
    },
  ],
} as const satisfies CaseTable;

const fields = {
  warn: { heading: shortText, facts: prose },
  dismiss: { reason: prose },
  /** `atRisk`: data sets that are withdrawn with it. */
  confirm: { severity: z.enum(['general', 'large', 'major', 'extreme']), atRisk: z.array(anEntryId).max(50) },
  contain: { measures: prose },
  handle: { handling: prose },
  recover: { recovery: prose },
  review: { lessons: prose },
};

/** The four types of this life. */
export type IncidentTypes = CaseTypes<'incident', typeof table, typeof fields>;

/** Security incident. */
export const incident = caseLife<IncidentTypes>({
  key: 'incident',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    confirm: ({ command: { atRisk }, context: { lookup, actor }, doing }) =>
      atRisk.map((id) => {
        const found = lookup.get('catalogEntry', id);
        const isOwn = actor.role !== 'source_department' || found?.entry.department === actor.org;
        const must = `Cannot ${doing}: must name existing entries of yours, each once; got ${id}`;
        const isOnce = atRisk.filter((other) => other === id).length === 1;
        return requireThat(found !== undefined && isOwn && isOnce, 'E_NOT_FOUND', must);
      }),
  },
});

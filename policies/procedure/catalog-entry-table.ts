/**
 * States and moves of a catalog entry 目录. What is published stays readable while its next version is written and reviewed; a returned
 * revision goes back to `revising`, not to `draft`. Disputes are no state: they are read from the objections.
 *
 * @see procedure.md §3.2
 */
import { catalogClocks } from './core-clocks.ts';
import type { LifeTable } from './life.ts';

/** Where a catalog entry stands, or the next version of a published one. */
export type CatalogEntryState =
  | 'draft'
  | 'submitted'
  | 'level_review'
  | 'consolidated'
  | 'city_review'
  | 'approved'
  | 'consented'
  | 'published'
  | 'revising'
  | 'withdrawn'
  | 'reworking'
  | 'retired';

const reviewing = ['level_review', 'consolidated', 'city_review'] as const;

/** States and moves of a catalog entry. */
export const catalogEntryTable = {
  name: 'catalog entry',
  title: { zh: '目录', en: 'catalog entry' },
  states: {
    draft: { zh: '草稿', en: 'draft' },
    submitted: { zh: '已提交', en: 'submitted' },
    level_review: { zh: '本级审核', en: 'level review' },
    consolidated: { zh: '已汇总至市级', en: 'consolidated to the city' },
    city_review: { zh: '市级审核', en: 'city review' },
    approved: { zh: '已审定', en: 'approved' },
    consented: { zh: '已同意推送', en: 'consented' },
    published: { zh: '已发布', en: 'published' },
    revising: { zh: '修订中', en: 'being revised' },
    withdrawn: { zh: '已撤回', en: 'withdrawn' },
    reworking: { zh: '整改中', en: 'being reworked' },
    retired: { zh: '已下架', en: 'retired' },
  },
  moves: {
    draft: { from: ['none'], to: 'draft', by: ['source_department'], source: 'AO-08-3' },
    edit: { from: ['draft'], to: 'draft', by: ['source_department'], source: 'AO-08-3' },
    revise: {
      from: ['published', 'revising'],
      to: 'revising',
      by: ['source_department'],
      source: 'AO-08-3, 001-10(3)',
    },
    abandon: { from: ['revising'], to: 'published', by: ['source_department'], source: 'GD-06-2' },
    submit: {
      from: ['draft', 'revising', 'reworking'],
      to: 'submitted',
      by: ['source_department'],
      source: 'AO-08-3',
      tell: ['competent_authority', 'district_authority'],
    },
    sign: { from: ['submitted'], to: 'submitted', by: ['chief_data_officer'], source: 'procedure.md §3.2' },
    begin_level_review: {
      from: ['submitted'],
      to: 'level_review',
      by: ['competent_authority', 'district_authority'],
      source: '003-8',
    },
    pass_level_review: { from: ['level_review'], to: 'city_review', by: ['competent_authority'], source: '003-8' },
    consolidate: {
      from: ['level_review'],
      to: 'consolidated',
      by: ['district_authority'],
      source: 'AO-08-4',
      tell: ['competent_authority'],
    },
    begin_city_review: { from: ['consolidated'], to: 'city_review', by: ['competent_authority'], source: 'AO-08-4' },
    return: { from: reviewing, to: 'draft', by: ['competent_authority', 'district_authority'], source: '003-8' },
    return_last: {
      from: reviewing,
      to: 'revising',
      by: ['competent_authority', 'district_authority'],
      source: '003-8',
    },
    approve: { from: ['city_review'], to: 'approved', by: ['competent_authority'], source: 'AO-08-6' },
    consent: {
      from: ['approved'],
      to: 'consented',
      by: ['competent_authority'],
      source: 'AO-08-6',
      tell: ['data_agency'],
    },
    publish: {
      from: ['consented'],
      to: 'published',
      by: ['data_agency'],
      source: 'AO-08-5',
      tell: ['operator', 'competent_authority'],
    },
    evaluate: { from: ['published'], to: 'published', by: ['source_department'], source: 'GD-13-3, SH-07-3' },
    downgrade: {
      from: ['published'],
      to: 'published',
      by: ['source_department'],
      source: 'GD-13-4',
      tell: ['competent_authority', 'data_agency', 'operator'],
    },
    withdraw: {
      from: ['published', 'revising', 'submitted', ...reviewing, 'approved', 'consented'],
      to: 'withdrawn',
      by: ['source_department', 'operator', 'data_agency', 'system'],
      source: '001-27(2)',
      tell: ['competent_authority', 'data_agency', 'operator'],
    },
    rework: { from: ['withdrawn', 'reworking'], to: 'reworking', by: ['source_department'], source: 'SH-27-3' },
    retire: {
      from: ['published', 'withdrawn'],
      to: 'retired',
      by: ['source_department', 'system'],
      source: 'GD-06-2',
      tell: ['competent_authority', 'operator'],
    },
  },
  clocks: catalogClocks,
} as const satisfies LifeTable<CatalogEntryState>;

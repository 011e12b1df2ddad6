/**
 * Yearly evaluation 年度评价 of the operator: source departments, agency and vendors say what they think by the criteria of the authority, which
 * scores, confirms by a second person, and circulates. The score follows from the inputs; nobody types it.
 *
 * @see procedure.md §3.19, requirements AO-32-1, AO-32-2, AO-31-3, GD-29-1, GY-30
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { identifier, prose, shortText } from '../fields.ts';
import { ofTheCity } from '../roles.ts';
import { evaluators, scoreOf, type Criterion, type Input, type Score } from '../score.ts';

const source = 'AO-32-1';

const table = {
  name: 'evaluation',
  title: { zh: '年度评价', en: 'yearly evaluation' },
  collection: 'evaluations',
  prefix: 'evl',
  readers: ['vendor'],
  states: {
    opened: { zh: '征集意见中', en: 'opened for inputs' },
    scored: { zh: '已评分', en: 'scored' },
    confirmed: { zh: '已确认', en: 'confirmed' },
    circulated: { zh: '已通报', en: 'circulated' },
  },
  moves: {
    open: {
      past: 'opened',
      stage: 'audit',
      from: ['none'],
      to: 'opened',
      by: ['competent_authority'],
      source,
      tell: evaluators,
    },
    input: { past: 'given', stage: 'audit', from: ['opened'], to: 'opened', by: evaluators, source },
    score: { past: 'scored', stage: 'audit', from: ['opened'], to: 'scored', by: ['competent_authority'], source },
    confirm: {
      past: 'confirmed',
      stage: 'audit',
      from: ['scored'],
      to: 'confirmed',
      by: ['competent_authority'],
      source,
      apartFrom: ['scored'],
    },
    circulate: {
      past: 'circulated',
      stage: 'audit',
      from: ['confirmed'],
      to: 'circulated',
      by: ['competent_authority'],
      source: 'GD-29-1',
      tell: ['operator', 'data_agency', 'source_department', 'vendor'],
    },
  },
} as const satisfies CaseTable;

const percent = z.int().min(0).max(100);

const fields = {
  /** `weight`: parts; the score is the mean by weight. */
  open: {
    year: z.int().min(2020).max(2100),
    criteria: z
      .array(z.strictObject({ id: identifier, heading: shortText, weight: z.int().min(1).max(100) }))
      .min(1)
      .max(50),
  },
  input: {
    scores: z
      .array(z.strictObject({ criterion: identifier, points: percent }))
      .min(1)
      .max(50),
    comment: prose,
  },
  score: { opinion: prose },
  confirm: { note: prose },
  circulate: { circular: shortText },
};

interface Derived {
  readonly criteria: readonly Criterion[];
  readonly inputs: readonly Input[];
  readonly result: Score;
}

/** The four types of this life. */
export type EvaluationTypes = CaseTypes<'evaluation', typeof table, typeof fields, Pick<Derived, 'inputs' | 'result'>>;

/** Yearly evaluation. */
export const evaluation = caseLife<EvaluationTypes, Partial<Derived>>({
  key: 'evaluation',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    open: ({ command: { criteria }, doing }) => [
      requireThat(
        new Set(criteria.map(({ id }) => id)).size === criteria.length,
        'E_INPUT',
        `Cannot ${doing}: every criterion must be there once`,
      ),
    ],
    input: ({ doc, command: { scores }, context: { actor }, doing }) => [
      requireThat(
        scores.length === doc?.criteria.length &&
          doc.criteria.every(({ id }) => scores.some(({ criterion }) => criterion === id)),
        'E_INPUT',
        `Cannot ${doing}: must score every criterion once`,
      ),
      requireThat(
        !(doc?.inputs ?? []).some(({ org }) => org === actor.org),
        'E_STATE',
        `Cannot ${doing}: every organization must be heard once; got ${actor.org} again`,
      ),
    ],
    score({ doc, doing }) {
      const missing = evaluators.filter((role) => !(doc?.inputs ?? []).some((input) => input.role === role));
      return [
        requireThat(missing.length === 0, 'E_STATE', `Cannot ${doing}: must have heard ${missing.join(', ')} too`),
      ];
    },
  },
  derive: {
    input({ doc, command: { scores }, context: { actor } }) {
      const { org, role } = actor;
      return { inputs: [...(doc?.inputs ?? []), { org, role, scores }] };
    },
    score: ({ doc }) => ({ result: scoreOf(doc?.criteria ?? [], doc?.inputs ?? []) }),
  },
});

/**
 * Risk assessment 风险评估: regularly, over the four domains of security; what it finds has somebody who answers for it and a day, and is closed
 * when every risk has its evidence.
 *
 * @see procedure.md §3.19, requirements AO-27-3, GY-27, R13
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anInstant, identifier, prose, shortText } from '../fields.ts';
import { ofTheCity } from '../roles.ts';
import { isBefore } from '../term.ts';

const by = ['operator', 'data_agency', 'competent_authority', 'source_department'] as const;
const source = 'AO-27-3';

const table = {
  name: 'risk assessment',
  title: { zh: '风险评估', en: 'risk assessment' },
  collection: 'risk-assessments',
  prefix: 'rsk',
  states: {
    planned: { zh: '已计划', en: 'planned' },
    assessed: { zh: '已评估', en: 'assessed' },
    rectifying: { zh: '整改中', en: 'being rectified' },
    closed: { zh: '已办结', en: 'closed' },
  },
  moves: {
    plan: { past: 'planned', stage: 'audit', from: ['none'], to: 'planned', by, source },
    assess: {
      past: 'assessed',
      stage: 'audit',
      from: ['planned'],
      to: 'assessed',
      by,
      source,
      tell: ['competent_authority', 'data_agency', 'operator'],
    },
    rectify: { past: 'rectifying', stage: 'audit', from: ['assessed'], to: 'rectifying', by, source },
    prove: { past: 'proven', stage: 'audit', from: ['rectifying'], to: 'rectifying', by, source },
    close: {
      past: 'closed',
      stage: 'audit',
      from: ['assessed', 'rectifying'],
      to: 'closed',
      by: ['data_agency', 'competent_authority'],
      source,
      apartFrom: ['assessed', 'proven'],
    },
  },
  clocks: [
    {
      id: 'rectification',
      title: { zh: '风险整改', en: 'rectification of risks' },
      runs: ['rectifying'],
      days: 'rectification_days',
      from: 'event',
      duty: 'operator',
      escalates: 'competent_authority',
      source,
    },
  ],
} as const satisfies CaseTable;

const aRisk = z.strictObject({
  id: identifier,
  domain: z.enum(['data_security', 'network_security', 'personal_info', 'trade_secret']),
  severity: z.enum(['low', 'medium', 'high']),
  text: prose,
  due: anInstant,
});

const fields = {
  plan: { scope: prose, kind: z.enum(['assessment', 'self_check']) },
  assess: { risks: z.array(aRisk).max(200) },
  rectify: { responsible: shortText },
  prove: { risk: identifier, evidence: prose },
  close: { conclusion: prose },
};

interface Proven {
  /** Risks that have their evidence. */
  readonly settled: readonly string[];
}

/** The four types of this life. */
export type RiskAssessmentTypes = CaseTypes<'riskAssessment', typeof table, typeof fields, Proven>;

/** Risk assessment. */
export const riskAssessment = caseLife<RiskAssessmentTypes, Proven>({
  key: 'riskAssessment',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    assess: ({ command: { risks }, context: { now }, doing }) => [
      requireThat(
        new Set(risks.map(({ id }) => id)).size === risks.length && risks.every(({ due }) => isBefore(now, due)),
        'E_INPUT',
        `Cannot ${doing}: every risk must be there once, and be due later than now`,
      ),
    ],
    prove: ({ doc, command: { risk }, doing }) => [
      requireThat(
        doc?.risks?.some(({ id }) => id === risk) === true,
        'E_NOT_FOUND',
        `Cannot ${doing}: must be a risk of the assessment; got ${risk}`,
      ),
    ],
    close({ doc, doing }) {
      const left = (doc?.risks ?? []).filter(({ id }) => !doc?.settled?.includes(id)).map(({ id }) => id);
      return [
        requireThat(
          left.length === 0,
          'E_STATE',
          `Cannot ${doing}: every risk must have its evidence; got ${left.join(', ')}`,
        ),
      ];
    },
  },
  derive: { prove: ({ doc, command: { risk } }) => ({ settled: [...new Set([...(doc?.settled ?? []), risk])] }) },
});

/**
 * States and moves of a risk acceptance. The operator, who runs the domain, asks; the data agency, its custodian, accepts; either of them, or
 * the authority above both, takes it back at once. Its end by time is no move: it is in force until a date.
 *
 * @see programs.md decision 6; docs/decisions/038-risk-acceptance.md
 */
import type { LifeTable } from './life.ts';

/** Where a risk acceptance stands. */
export type RiskAcceptanceState = 'requested' | 'accepted' | 'refused' | 'withdrawn';

const source = 'programs.md decision 6';

export const riskAcceptanceTable = {
  name: 'riskAcceptance',
  title: { zh: '风险接受', en: 'risk acceptance' },
  states: {
    requested: { zh: '已提出', en: 'requested' },
    accepted: { zh: '已接受', en: 'accepted' },
    refused: { zh: '不予接受', en: 'refused' },
    withdrawn: { zh: '已撤回', en: 'withdrawn' },
  },
  moves: {
    request: { from: ['none'], to: 'requested', by: ['operator'], source },
    accept: { from: ['requested'], to: 'accepted', by: ['data_agency'], source },
    refuse: { from: ['requested'], to: 'refused', by: ['data_agency'], source },
    withdraw: {
      from: ['requested', 'accepted'],
      to: 'withdrawn',
      by: ['operator', 'data_agency', 'competent_authority'],
      source,
    },
  },
} as const satisfies LifeTable<RiskAcceptanceState>;

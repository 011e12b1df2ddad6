/**
 * States and moves of a risk acceptance. The operator, who runs the domain, asks; the data agency, its custodian, accepts; either of them, or
 * the authority above both, takes it back at once. It is in force until a date, whether or not its end has been written down yet.
 *
 * @see programs.md decision 6; docs/decisions/038-risk-acceptance.md
 */
import { riskAcceptanceClocks } from './core-clocks.ts';
import type { LifeTable } from './life.ts';

/** Where a risk acceptance stands. */
export type RiskAcceptanceState = 'requested' | 'accepted' | 'refused' | 'withdrawn' | 'expired';

const source = 'programs.md decision 6';

export const riskAcceptanceTable = {
  name: 'riskAcceptance',
  title: { zh: '风险接受', en: 'risk acceptance' },
  states: {
    requested: { zh: '已提出', en: 'requested' },
    accepted: { zh: '已接受', en: 'accepted' },
    refused: { zh: '不予接受', en: 'refused' },
    withdrawn: { zh: '已撤回', en: 'withdrawn' },
    expired: { zh: '已到期', en: 'expired' },
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
    expire: { from: ['accepted'], to: 'expired', by: ['system'], source, tell: ['operator', 'data_agency'] },
  },
  clocks: riskAcceptanceClocks,
} as const satisfies LifeTable<RiskAcceptanceState>;

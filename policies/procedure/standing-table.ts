/** States and moves of a standing approval. Anybody of the operator stops it at once; only the agency lets it go on. @see disclosure.md decision 6 */
import { standingClocks } from './core-clocks.ts';
import type { LifeTable } from './life.ts';

/** Where a standing approval stands. */
export type StandingState = 'requested' | 'active' | 'suspended' | 'ended';

const source = 'disclosure.md decision 6';

/** Granted by another body than the one that asks. */
export const standingTable = {
  name: 'standingApproval',
  title: { zh: '常设核准', en: 'standing approval' },
  states: {
    requested: { zh: '已提出', en: 'requested' },
    active: { zh: '有效', en: 'in force' },
    suspended: { zh: '已暂停', en: 'suspended' },
    ended: { zh: '已终止', en: 'ended' },
  },
  moves: {
    request: { from: ['none'], to: 'requested', by: ['operator'], source },
    grant: { from: ['requested'], to: 'active', by: ['data_agency'], source },
    refuse: { from: ['requested'], to: 'ended', by: ['data_agency'], source },
    suspend: { from: ['active'], to: 'suspended', by: ['operator', 'data_agency', 'system'], source },
    resume: { from: ['suspended'], to: 'active', by: ['data_agency'], source },
    end: { from: ['active', 'suspended'], to: 'ended', by: ['operator', 'data_agency', 'system'], source },
  },
  clocks: standingClocks,
} as const satisfies LifeTable<StandingState>;

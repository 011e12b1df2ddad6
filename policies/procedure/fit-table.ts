/**
 * States and moves of a fit. The operator asks, every source department whose rows are read agrees, the system orders and writes what the
 * domain answers; only a published model makes simulation data. Whoever answers for the data takes it back alone, also while it is
 * under way: then its process ends, and what was paid is paid.
 *
 * @see synth.md §3.4; docs/decisions/039-where-a-fit-runs.md
 */
import { fitClocks } from './core-clocks.ts';
import type { LifeTable } from './life.ts';

/** Where a fit stands. */
export type FitState = 'requested' | 'agreed' | 'refused' | 'ordered' | 'fitted' | 'failed' | 'published' | 'withdrawn';

const source = 'synth.md §3.4, AO-07-3';

/** `agree_last` is the `agree` of the last department: only then is the fit agreed. */
export const fitTable = {
  name: 'fit',
  title: { zh: '仿真模型拟合', en: 'fit of simulation data' },
  states: {
    requested: { zh: '已提出', en: 'requested' },
    agreed: { zh: '数源部门已同意', en: 'agreed' },
    refused: { zh: '不予同意', en: 'refused' },
    ordered: { zh: '拟合中', en: 'being fitted' },
    fitted: { zh: '已拟合', en: 'fitted' },
    failed: { zh: '未完成', en: 'failed' },
    published: { zh: '已发布', en: 'published' },
    withdrawn: { zh: '已撤回', en: 'withdrawn' },
  },
  moves: {
    request: { from: ['none'], to: 'requested', by: ['operator'], source },
    agree: { from: ['requested'], to: 'requested', by: ['source_department'], source },
    agree_last: { from: ['requested'], to: 'agreed', by: ['source_department'], source },
    refuse: { from: ['requested'], to: 'refused', by: ['source_department'], source },
    order: { from: ['agreed'], to: 'ordered', by: ['system'], source },
    finish: { from: ['ordered'], to: 'fitted', by: ['system'], source },
    fail: { from: ['agreed', 'ordered'], to: 'failed', by: ['system'], source },
    publish: { from: ['fitted'], to: 'published', by: ['operator'], source },
    withdraw: {
      from: ['requested', 'agreed', 'ordered', 'fitted', 'published'],
      to: 'withdrawn',
      by: ['operator', 'source_department', 'competent_authority', 'system'],
      source,
    },
  },
  clocks: fitClocks,
} as const satisfies LifeTable<FitState>;

/** States and moves of a program. A changed text loses everything that was found out about the old one. @see procedure.md §3.7 */
import { programClocks } from './core-clocks.ts';
import type { LifeTable } from './life.ts';

/** Where a program stands. */
export type ProgramState =
  | 'draft'
  | 'dev_tested'
  | 'frozen'
  | 'static_checked'
  | 'in_review'
  | 'approved'
  | 'returned'
  | 'superseded'
  | 'revoked';

/** After `change` the state is dev_tested again, but freezing needs a test of exactly the new text. */
export const programTable = {
  name: 'program',
  title: { zh: '程序', en: 'program' },
  states: {
    draft: { zh: '草稿', en: 'draft' },
    dev_tested: { zh: '仿真测试', en: 'tested on simulation data' },
    frozen: { zh: '已固化', en: 'frozen' },
    static_checked: { zh: '静态检查通过', en: 'statically checked' },
    in_review: { zh: '核查中', en: 'in review' },
    approved: { zh: '已批准', en: 'approved' },
    returned: { zh: '已退回', en: 'returned' },
    superseded: { zh: '已被取代', en: 'superseded' },
    revoked: { zh: '已撤销批准', en: 'revoked' },
  },
  moves: {
    draft: { from: ['none'], to: 'draft', by: ['vendor'], source: 'AO-21-1' },
    edit: { from: ['draft'], to: 'draft', by: ['vendor'], source: 'AO-21-1' },
    test: { from: ['draft', 'dev_tested'], to: 'dev_tested', by: ['system'], source: 'AO-21-1' },
    change: {
      from: ['dev_tested', 'frozen', 'static_checked', 'in_review', 'approved', 'returned'],
      to: 'dev_tested',
      by: ['vendor'],
      source: 'AO-21-2',
    },
    freeze: { from: ['dev_tested'], to: 'frozen', by: ['vendor'], source: 'AO-21-2' },
    static_check: { from: ['frozen'], to: 'static_checked', by: ['system'], source: 'DC-03, DC-06' },
    begin_review: { from: ['static_checked'], to: 'in_review', by: ['operator'], source: 'AO-15-1' },
    approve: { from: ['in_review'], to: 'approved', by: ['operator'], source: 'AO-15-1, AO-15-2' },
    return: { from: ['in_review'], to: 'returned', by: ['operator'], source: 'AO-15-1' },
    supersede: { from: ['approved'], to: 'superseded', by: ['vendor'], source: 'procedure.md §3.7' },
    revoke: { from: ['approved'], to: 'revoked', by: ['operator', 'data_agency'], source: 'procedure.md §3.7' },
  },
  clocks: programClocks,
} as const satisfies LifeTable<ProgramState>;

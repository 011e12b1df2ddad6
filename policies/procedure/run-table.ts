/**
 * States and moves of a run on real data. `attached_to_export` of the procedure is not a state here: an export names its runs,
 * and a second copy of that could disagree.
 *
 * @see procedure.md §3.8
 */
import type { LifeTable } from './life.ts';

/** Where a run stands. */
export type RunState =
  'requested' | 'prechecked' | 'queued' | 'running' | 'quarantined' | 'blocked' | 'failed' | 'killed' | 'purged';

const pending = ['requested', 'prechecked', 'queued', 'running'] as const;

/** Only the vendor asks, only the system runs; people may stop. */
export const runTable = {
  name: 'run',
  title: { zh: '真实运行', en: 'run on real data' },
  states: {
    requested: { zh: '已提出', en: 'requested' },
    prechecked: { zh: '预检通过', en: 'prechecked' },
    queued: { zh: '排队中', en: 'queued' },
    running: { zh: '运行中', en: 'running' },
    quarantined: { zh: '结果隔离中', en: 'result in quarantine' },
    blocked: { zh: '已拦截', en: 'blocked' },
    failed: { zh: '未完成', en: 'failed' },
    killed: { zh: '已终止', en: 'killed' },
    purged: { zh: '结果已清除', en: 'result purged' },
  },
  moves: {
    request: { from: ['none'], to: 'requested', by: ['vendor'], source: 'AO-21-2' },
    precheck: { from: ['requested'], to: 'prechecked', by: ['system'], source: 'AO-20-3, DC-03' },
    queue: { from: ['prechecked'], to: 'queued', by: ['system'], source: 'DC-03' },
    start: { from: ['queued'], to: 'running', by: ['system'], source: 'procedure.md §3.8' },
    finish: { from: ['running'], to: 'quarantined', by: ['system'], source: 'DC-10' },
    block: { from: pending, to: 'blocked', by: ['system'], source: 'DC-10' },
    fail: { from: pending, to: 'failed', by: ['system'], source: 'DC-15' },
    kill: { from: pending, to: 'killed', by: ['operator', 'data_agency', 'system'], source: 'DC-19, AO-20-6' },
    purge: { from: ['quarantined'], to: 'purged', by: ['operator', 'system'], source: 'procedure.md §3.8' },
  },
} as const satisfies LifeTable<RunState>;

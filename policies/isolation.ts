/**
 * How far the processes that run programs of vendors are kept apart from the machine: the tiers in order and in words. A tier stands in every
 * receipt, certificate and page; below T2 somebody must have accepted the risk.
 *
 * @see programs.md decision 6; docs/decisions/038-risk-acceptance.md
 */
import { z } from 'zod';
import type { Title } from './catalog/entry.ts';

/** Weakest first. */
export const isolationTier = z.enum(['T0', 'T1', 'T2', 'T3']);
/** @see isolationTier */
export type IsolationTier = z.infer<typeof isolationTier>;

/** What stands between a program and the machine, as people read it beside the tier. */
export const tierWords: Record<IsolationTier, Title> = {
  T0: { zh: '普通进程,无操作系统隔离', en: 'a plain process, not confined by the operating system' },
  T1: { zh: '命名空间隔离,未过滤系统调用', en: 'namespaces, system calls not filtered' },
  T2: { zh: '命名空间隔离并过滤系统调用', en: 'namespaces and a filter of system calls' },
  T3: { zh: '独立内核(gVisor)', en: 'a kernel of its own (gVisor)' },
};

/** Does the tier confine programs enough that nobody has to accept a risk? True for T2 and T3. */
export function isConfining(tier: IsolationTier): boolean {
  return !isWeaker(tier, 'T2');
}

/** For every two tiers, true exactly when `tier` keeps less apart than `than`. */
export function isWeaker(tier: IsolationTier, than: IsolationTier): boolean {
  const { options } = isolationTier;
  return options.indexOf(tier) < options.indexOf(than);
}

/** The tier that all of them have at least: T0 where there is none, for then nothing is known. */
export function weakestTier(tiers: readonly IsolationTier[]): IsolationTier {
  const [weakest = 'T0'] = tiers.toSorted((one, other) => (isWeaker(one, other) ? -1 : 1));
  return weakest;
}

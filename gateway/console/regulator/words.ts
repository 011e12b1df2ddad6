/** Words of the desk of those who supervise. */
import type { Title } from '#policies/catalog/entry.ts';

/** How an item or a finding was judged. */
export const verdictTitles = {
  pass: { zh: '通过', en: 'passed' },
  fail: { zh: '未通过', en: 'failed' },
  notice: { zh: '提示', en: 'to be known' },
  open: { zh: '待人工', en: 'for a person' },
  suppressed: { zh: '已按规则抑制', en: 'suppressed by rule' },
  review: { zh: '需人工审看', en: 'a person must look' },
} as const satisfies Readonly<Record<string, Title>>;

/** How the numbers of an export relate to the real ones. */
export const modeTitles: Readonly<Record<string, Title>> = {
  exact: { zh: '精确', en: 'exact' },
  rounded: { zh: '舍入', en: 'rounded' },
  perturbed: { zh: '扰动', en: 'perturbed' },
  private: { zh: '差分隐私', en: 'private' },
};

/** How often a report is owed. */
export const frequencies: Readonly<Record<string, Title>> = {
  monthly: { zh: '每月', en: 'monthly' },
  quarterly: { zh: '每季度', en: 'quarterly' },
  half_yearly: { zh: '每半年', en: 'half-yearly' },
  yearly: { zh: '每年', en: 'yearly' },
  event: { zh: '随事件', en: 'with an event' },
  continuous: { zh: '持续', en: 'continuously' },
};

/** What has to be said beside every number of a profile: that its text is a draft, or that its time is over. */
import type { Title } from '../../catalog/entry.ts';
import type { Profile } from './profile.ts';

/**
 * @param today as `2026-11-22`, in Asia/Shanghai
 * @see requirements AO-37-1, GD-39-1, SH-50-1
 */
export function profileWarnings({ status, validity }: Profile, today: string): readonly Title[] {
  const warnings: Title[] = [];
  if (status === 'draft')
    warnings.push({ zh: '征求意见稿，数字以正式文本为准', en: 'a draft: the final text decides' });
  const { from, until } = validity;
  if (from === null) warnings.push({ zh: '施行日期未定', en: 'its first day is not set' });
  else if (today < from) warnings.push({ zh: `自${from}起施行`, en: `in force from ${from} only` });
  if (until !== null && today > until) warnings.push({ zh: `有效期至${until}，已届满`, en: `expired after ${until}` });
  return warnings;
}

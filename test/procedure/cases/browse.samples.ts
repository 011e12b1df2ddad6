/** @see samples.ts */
import { daysAfter } from '#policies/procedure/term.ts';
import type { Samples } from './samples.ts';

export const browseSamples: Samples = {
  browseRequest: {
    submit: () => ({ purpose: '了解可用数据' }),
    forward: () => ({ opinion: '材料齐全' }),
    permit: ({ now }) => ({ term: { from: now, to: daysAfter(now, 30) } }),
    refuse: () => ({ reason: '用途不明' }),
  },
};

/** @see samples.ts */
import { daysAfter } from '#policies/procedure/term.ts';
import type { Sample, Samples } from './samples.ts';

/** Each of the three types; twice of an entry, which is not everybody's. */
const sharedAs: Sample = ({ entry }, variant) => {
  const named = { catalogName: '法人基础信息', itemName: '登记状态', ...(variant > 7 && { entry }) };
  if (variant % 3 === 1) return { item: { ...named, sharingType: 'unconditional' } };
  if (variant % 3 === 2) return { item: { ...named, sharingType: 'conditional', conditions: '履行职责需要' } };
  return { item: { ...named, sharingType: 'none', basis: '商业秘密' } };
};

export const browseSamples: Samples = {
  browseRequest: {
    submit: () => ({ purpose: '了解可用数据' }),
    forward: () => ({ opinion: '材料齐全' }),
    permit: ({ now }) => ({ term: { from: now, to: daysAfter(now, 30) } }),
    refuse: () => ({ reason: '用途不明' }),
  },
  sharingItem: {
    list: sharedAs,
    revise: sharedAs,
    withdraw: () => ({ reason: '职能调整' }),
  },
};

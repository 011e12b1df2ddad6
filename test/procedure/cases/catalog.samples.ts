/** @see samples.ts */
import type { Samples } from './samples.ts';

export const catalogSamples: Samples = {
  attributeProposal: {
    propose: ({ entry }, variant) => ({ entry, attribute: variant === 0 ? 'conditional' : 'closed', reason: '风险' }),
    agree: () => ({ answer: '同意' }),
    disagree: () => ({ answer: '不同意' }),
    decide: () => ({ decision: 'conditional', grounds: '维持' }),
  },
};

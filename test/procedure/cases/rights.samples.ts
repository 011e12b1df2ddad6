/** @see samples.ts */
import { daysAfter } from '#policies/procedure/term.ts';
import type { Samples } from './samples.ts';

export const rightsSamples: Samples = {
  consent: {
    give: ({ now, vendor, entry, table, column }, variant) => ({
      subject: 'ab'.repeat(32),
      vendor,
      scenario: 's1_credit',
      columns: [{ entry, table, columns: [column] }],
      accesses: 2,
      term: variant === 0 ? { from: now, to: now } : { from: now, to: daysAfter(now, 30) },
    }),
    activate: () => ({ evidence: '身份已核验' }),
    use: ({ run }) => ({ run }),
    revoke: () => ({ reason: '不再同意' }),
  },
};

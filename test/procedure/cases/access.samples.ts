/** @see samples.ts; the lives of who may come in, and with what. */
import { daysAfter } from '#policies/procedure/term.ts';
import type { Known, Sample, Samples } from './samples.ts';

const because: Sample = () => ({ reason: '依规定' });
const hash = 'ab'.repeat(32);
const duty = (variant: number) => ({
  org: 'vendor.qiming',
  role: variant === 0 ? 'regulator' : 'vendor',
  title: { zh: '分析师', en: 'analyst' },
});
const invitation = ({ now }: Known, variant: number) => ({
  invitation: hash,
  until: daysAfter(now, variant === 0 ? 60 : 3),
});

export const accessSamples: Samples = {
  account: {
    open: (_, variant) => ({ person: `new.person${variant}`, ...duty(variant) }),
    bind: () => ({ binding: { name: '林某', document: 'artificial', evidence: '演示用的虚构证件' } }),
    amend: (_, variant) => ({ ...duty(variant), reason: '岗位调整' }),
    suspend: because,
    reinstate: because,
    close: because,
    unlock: because,
    invite: invitation,
    invite_again: invitation,
    take_up: () => ({ invitation: hash }),
  },
  accessToken: {
    issue: ({ now }, variant) => ({
      name: '每日取数',
      scope: { stages: ['export'], readOnly: true },
      hash,
      until: daysAfter(now, variant === 0 ? 400 : 30),
    }),
    revoke: because,
  },
};

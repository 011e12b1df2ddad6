/**
 * States and moves of an agreement 协议. An amended agreement is a new one: two signatures never cover a changed text. The old one stays in
 * force until both have signed the new one, and ends in that moment.
 *
 * @see procedure.md §3.6
 */
import { agreementClocks } from './core-clocks.ts';
import type { LifeTable } from './life.ts';

/** Where an agreement stands. */
export type AgreementState =
  'drafted' | 'vendor_signed' | 'active' | 'suspended' | 'amended' | 'expired' | 'terminated';

/** Rights are open in `active` and in no other state. */
export const agreementTable = {
  name: 'agreement',
  title: { zh: '开发利用协议', en: 'agreement' },
  states: {
    drafted: { zh: '已拟定', en: 'drafted' },
    vendor_signed: { zh: '数据商已签', en: 'signed by the vendor' },
    active: { zh: '生效', en: 'in force' },
    suspended: { zh: '已暂停', en: 'suspended' },
    amended: { zh: '已变更', en: 'superseded by an amended one' },
    expired: { zh: '已到期', en: 'expired' },
    terminated: { zh: '已终止', en: 'terminated' },
  },
  moves: {
    draft: { from: ['none'], to: 'drafted', by: ['operator'], source: 'AO-20-2' },
    sign_vendor: { from: ['drafted'], to: 'vendor_signed', by: ['vendor'], source: 'AO-20-2' },
    adopt: { from: ['drafted'], to: 'active', by: ['operator'], source: 'SH-13-2' },
    call_report: { from: ['active'], to: 'active', by: ['system'], source: 'AO-27-6, GD-26-1' },
    amend: { from: ['active', 'suspended'], to: 'amended', by: ['system'], source: 'procedure.md §3.6' },
    sign_operator: { from: ['vendor_signed'], to: 'active', by: ['operator'], source: 'AO-20-2, AO-20-3' },
    suspend: { from: ['active'], to: 'suspended', by: ['operator', 'system'], source: 'AO-20-6' },
    reinstate: { from: ['suspended'], to: 'active', by: ['operator'], source: 'AO-20-6' },
    terminate: {
      from: ['drafted', 'vendor_signed', 'active', 'suspended'],
      to: 'terminated',
      by: ['operator', 'system'],
      source: 'AO-20-6',
    },
    expire: {
      from: ['drafted', 'vendor_signed', 'active', 'suspended'],
      to: 'expired',
      by: ['system'],
      source: 'AO-20-5',
    },
  },
  clocks: agreementClocks,
} as const satisfies LifeTable<AgreementState>;

/**
 * What an appeal brings about: what is not ordinary goes on at once, and a decision binds. A step that was decided against the vendor is open
 * again; a sanction is lifted, a rule repealed. Where the thing has moved on since, there is nothing left to open.
 *
 * @see requirements AO-35-3, AO-35-4
 */
import type { Effects, Order } from '../consequences.ts';
import type { AppealTypes } from '../cases/appeal.ts';
import type { Lookup } from '../lookup.ts';

export const appealEffects: Effects = {
  'appeal.accepted': ({ id, lookup }) => {
    const { complexity = 'ordinary' } = lookup.get('appeal', id) ?? {};
    if (complexity === 'ordinary') return [];
    return [
      { life: 'appeal', id, command: { type: 'escalate', ground: complexity, reason: '情况复杂或涉及其他来源' } },
    ];
  },
  'appeal.decided': ({ id, lookup }) => {
    const doc = lookup.get('appeal', id);
    if (!doc) return [];
    const orders = doc.decision === 'uphold' ? [] : opened(doc, lookup);
    const measure = orders.map(({ life, command }) => `${life}.${command.type}`).join(', ') || 'none';
    return [...orders, { life: 'appeal', id, command: { type: 'execute', measure } }];
  },
};

function opened(doc: AppealTypes['doc'], lookup: Lookup): readonly Order[] {
  const { object, subject, decision } = doc;
  const reason = `${doc.id}: ${doc.grounds ?? ''}`.slice(0, 4_000);
  const state = (life: 'registration' | 'application' | 'export' | 'sanction' | 'norm') =>
    lookup.get(life, object)?.state;
  switch (subject) {
    case 'registration':
      return state('registration') === 'refused'
        ? [{ life: 'registration', id: object, command: { type: 'reopen', reason } }]
        : [];
    case 'application': {
      if (state('application') !== 'rejected') return [];
      const checked = lookup.get('application', object)?.acts.at(-1)?.type === 'application.rejected';
      const type = checked ? 'reopen_check' : 'reopen_review';
      return [{ life: 'application', id: object, command: { type, reason } }];
    }
    case 'export_check':
      return state('export') === 'rejected'
        ? [{ life: 'export', id: object, command: { type: 'reopen', reason } }]
        : [];
    case 'sanction':
      return state('sanction') === 'in_force'
        ? [{ life: 'sanction', id: object, command: { type: 'lift', reason } }]
        : [];
    case 'platform_rule':
      // Only a revoked rule is gone; one to be changed stays until its next version.
      return decision === 'revoke' && state('norm') === 'effective'
        ? [{ life: 'norm', id: object, command: { type: 'repeal', reason } }]
        : [];
  }
}

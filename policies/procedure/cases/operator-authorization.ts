/**
 * Operator's authorization 运营授权: whom the city has authorized to operate which domains of its data, and until when. No agreement outlives it;
 * when it is revoked the agreements under it end.
 *
 * @see AO-03-1, GY-21, GY-22; procedure.md §9 (4)
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anOrgId, aTerm, prose, shortText } from '../fields.ts';
import { ofTheCity } from '../roles.ts';
import { isBefore, requireTerm, yearsAfter } from '../term.ts';

const by = ['competent_authority'] as const;
const tell = ['operator', 'data_agency', 'source_department'] as const;

const table = {
  name: 'operator authorization',
  title: { zh: '运营授权', en: 'authorization of an operator' },
  collection: 'authorizations',
  prefix: 'aut',
  readers: ['public', 'vendor'],
  states: {
    proposed: { zh: '已提议', en: 'proposed' },
    refused: { zh: '不予授权', en: 'refused' },
    in_force: { zh: '生效', en: 'in force' },
    revoked: { zh: '已撤销', en: 'revoked' },
    expired: { zh: '已到期', en: 'expired' },
  },
  moves: {
    propose: { past: 'proposed', stage: 'audit', from: ['none'], to: 'proposed', by, source: 'AO-03-1' },
    refuse: { past: 'refused', stage: 'audit', from: ['proposed'], to: 'refused', by, source: 'AO-03-1' },
    grant: {
      past: 'granted',
      stage: 'audit',
      from: ['proposed'],
      to: 'in_force',
      by,
      source: 'AO-03-1',
      tell,
      apartFrom: ['proposed'],
    },
    revoke: { past: 'revoked', stage: 'audit', from: ['in_force'], to: 'revoked', by, source: 'AO-03-1', tell },
    expire: { past: 'expired', from: ['in_force'], to: 'expired', by: ['system'], source: 'GY-22', tell },
  },
} as const satisfies CaseTable;

const fields = {
  /** `domains`: themes of the catalog; `grantor`: the government that authorizes, and its paper. */
  propose: { operator: anOrgId, domains: z.array(shortText).min(1).max(100), term: aTerm, grantor: shortText },
  refuse: { reason: prose },
  grant: { paper: shortText },
  revoke: { reason: prose },
};

/** The four types of this life. */
export type OperatorAuthorizationTypes = CaseTypes<'operatorAuthorization', typeof table, typeof fields>;

/** Authorization of an operator. */
export const operatorAuthorization = caseLife<OperatorAuthorizationTypes>({
  key: 'operatorAuthorization',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    propose({ command: { term }, context: { now, profile }, doing }) {
      const { value: years } = profile.maxAuthorizationYears;
      const latest = yearsAfter(term.from, years);
      return [
        requireTerm(doing, term),
        requireThat(
          isBefore(now, term.to) && !isBefore(latest, term.to),
          'E_SCOPE',
          `Cannot ${doing}: must end later than now, and after at most ${years} years; got ${term.to}`,
        ),
      ];
    },
    grant: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc !== undefined && isBefore(now, doc.term.to),
        'E_STATE',
        `Cannot ${doing}: its term must not have ended; got an end at ${doc?.term.to ?? 'no moment'}`,
      ),
    ],
    expire: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc !== undefined && !isBefore(now, doc.term.to),
        'E_STATE',
        `Cannot ${doing}: its term must have ended; got an end at ${doc?.term.to ?? 'no moment'}`,
      ),
    ],
  },
  due: ({ state, term }, now) => (state === 'in_force' && !isBefore(now, term.to) ? { type: 'expire' } : undefined),
});

/**
 * Consent 数据主体授权: a data subject lets one vendor use some columns about it, for one specific matter, so many times, during a term.
 * The subject is named by a commitment under the domain's key and in no other way. Being used up and being over are final: a new use
 * needs a new consent.
 *
 * @see procedure.md §3.20, requirements GD-24-1, AO-21-3, AO-28-6, SH-07-2; decision 049
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anOrgId, aScope, aSha256, aTerm, docId, prose } from '../fields.ts';
import { isBefore, isInTerm, requireTerm } from '../term.ts';

const table = {
  name: 'consent',
  title: { zh: '数据主体授权', en: 'consent' },
  collection: 'consents',
  prefix: 'cns',
  states: {
    given: { zh: '已作出', en: 'given' },
    active: { zh: '生效', en: 'in force' },
    exhausted: { zh: '次数用尽', en: 'used up' },
    expired: { zh: '已到期', en: 'expired' },
    revoked: { zh: '已撤回', en: 'revoked' },
  },
  moves: {
    give: {
      past: 'given',
      stage: 'propose',
      from: ['none'],
      to: 'given',
      by: ['data_subject'],
      source: 'GD-24-1',
      tell: ['vendor', 'operator'],
    },
    /** The operator has verified that the person who gave it is the one it names. */
    activate: {
      past: 'activated',
      stage: 'review',
      from: ['given'],
      to: 'active',
      by: ['operator'],
      source: 'GD-24-1',
      tell: ['vendor'],
    },
    use: {
      past: 'used',
      from: ['active'],
      to: 'active',
      by: ['system'],
      source: 'GD-24-1, AO-21-3',
      tell: ['data_subject'],
    },
    use_last: {
      past: 'exhausted',
      from: ['active'],
      to: 'exhausted',
      by: ['system'],
      source: 'GD-24-1, AO-21-3',
      tell: ['data_subject', 'vendor'],
    },
    expire: {
      past: 'expired',
      from: ['given', 'active'],
      to: 'expired',
      by: ['system'],
      source: 'GD-24-1',
      tell: ['data_subject', 'vendor'],
    },
    revoke: {
      past: 'revoked',
      stage: 'propose',
      from: ['given', 'active'],
      to: 'revoked',
      by: ['data_subject'],
      source: 'GD-24-1',
      tell: ['vendor', 'operator'],
    },
  },
} as const satisfies CaseTable;

const fields = {
  give: {
    /** Commitment to the subject's id, made by the domain: never the id. */
    subject: aSha256,
    /** Who may use it. */
    vendor: anOrgId,
    /** The specific matter. */
    scenario: docId,
    columns: aScope,
    accesses: z.int().min(1).max(100_000),
    term: aTerm,
  },
  activate: { evidence: prose },
  use: { run: docId },
  revoke: { reason: prose },
};

interface Counted {
  /** Accesses so far; none is given back. */
  readonly used: number;
}

/** The four types of this life. */
export type ConsentTypes = CaseTypes<'consent', typeof table, typeof fields, Counted>;
/** @see module */
export type Consent = ConsentTypes['doc'];

/** How often it may still be used. For every consent at every time, its accesses less its uses, and never below 0. */
export function remainingOf({ accesses, used = 0 }: Pick<Consent, 'accesses' | 'used'>): number {
  return accesses - used;
}

/** Consent. */
export const consent = caseLife<ConsentTypes, Counted>({
  key: 'consent',
  table,
  fields,
  branch: { use: ({ doc }) => (doc && remainingOf(doc) === 1 ? 'use_last' : 'use') },
  derive: { use: ({ doc }) => ({ used: (doc?.used ?? 0) + 1 }) },
  guards: {
    give: ({ command: { term }, context: { now }, doing }) => [
      requireTerm(doing, term),
      requireThat(
        isBefore(now, term.to),
        'E_INPUT',
        `Cannot ${doing}: the term must end later than now; got ${term.to}`,
      ),
    ],
    use: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc !== undefined && isInTerm(doc.term, now),
        'E_CONSENT',
        `Cannot ${doing}: must be within its term; got ${now}`,
      ),
    ],
    expire: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc !== undefined && !isBefore(now, doc.term.to),
        'E_STATE',
        `Cannot ${doing}: the term must have ended`,
      ),
    ],
  },
  due: ({ state, term }, now) =>
    (state === 'given' || state === 'active') && !isBefore(now, term.to) ? { type: 'expire' } : undefined,
});

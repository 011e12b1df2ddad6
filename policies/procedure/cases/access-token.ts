/**
 * Access token 访问令牌: by which a program acts in the name of a person, in less than his own scope and for a limited time. The record
 * keeps the hash of its secret. Its account is looked at with every request, so nothing here follows from a suspension.
 *
 * @see console.md, accounts; DC-01; decision 051
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anInstant, aSha256, prose, shortText, type Frozen } from '../fields.ts';
import type { Stage } from '../life.ts';
import { roleTitles, type Role } from '../roles.ts';
import { daysAfter, isBefore } from '../term.ts';

/** What is forgotten somewhere stops to be a key: an engineering choice. */
export const mostTokenDays = 180;

const everybody = (Object.keys(roleTitles) as Role[]).filter((role) => role !== 'system');
/** Who revokes those of others. */
const guards: readonly Role[] = ['operator', 'data_agency', 'system'];
const source = 'DC-01';

const table = {
  name: 'access token',
  title: { zh: '访问令牌', en: 'access token' },
  collection: 'tokens',
  prefix: 'tok',
  states: {
    valid: { zh: '有效', en: 'valid' },
    revoked: { zh: '已撤销', en: 'revoked' },
    expired: { zh: '已到期', en: 'expired' },
  },
  moves: {
    /** Its secret is made by the gateway, which tells it once: so it is no command of a stage. */
    issue: { past: 'issued', from: ['none'], to: 'valid', by: everybody, source },
    revoke: {
      past: 'revoked',
      stage: 'audit',
      from: ['valid'],
      to: 'revoked',
      by: [...everybody, 'system'],
      source,
    },
    expire: { past: 'expired', from: ['valid'], to: 'expired', by: ['system'], source },
  },
} as const satisfies CaseTable;

const stageNames = ['catalog', 'simulate', 'propose', 'review', 'run', 'check', 'export', 'audit'] as const;

/** What a token is good for. */
export const aTokenScope = z.strictObject({
  stages: z.array(z.enum(stageNames)).min(1).max(stageNames.length),
  /** It looks, and changes nothing. */
  readOnly: z.boolean(),
});
/** @see aTokenScope */
export type TokenScope = Frozen<z.infer<typeof aTokenScope>>;

const fields = {
  issue: { name: shortText, scope: aTokenScope, hash: aSha256, until: anInstant },
  revoke: { reason: prose },
};

/** The four types of this life. */
export type AccessTokenTypes = CaseTypes<'accessToken', typeof table, typeof fields>;
/** @see module */
export type AccessToken = AccessTokenTypes['doc'];

/** Whose it is. */
export function holderOf({ acts }: Pick<AccessToken, 'acts'>): string | undefined {
  return acts[0]?.by.person;
}

/**
 * Does `scope` let through a request of this stage? For every scope, a request that changes something is let through only where the scope
 * is not read-only and names the stage; one of no stage (who am I) only where it changes nothing.
 */
export function isInScope(
  scope: TokenScope,
  { stage, changes }: { readonly stage: Stage | undefined; readonly changes: boolean },
): boolean {
  if (stage === undefined) return !changes;
  return scope.stages.includes(stage) && !(changes && scope.readOnly);
}

/** Access token. */
export const accessToken = caseLife<AccessTokenTypes>({
  key: 'accessToken',
  table,
  fields,
  guards: {
    issue: ({ command: { until }, context: { now }, doing }) => [
      requireThat(
        isBefore(now, until) && !isBefore(daysAfter(now, mostTokenDays), until),
        'E_INPUT',
        `Cannot ${doing}: must end later than now, within ${mostTokenDays} days; got ${until}`,
      ),
    ],
    revoke: ({ doc, context: { actor }, doing }) => [
      requireThat(
        guards.includes(actor.role) || (doc !== undefined && holderOf(doc) === actor.person),
        'E_SEPARATION',
        `Cannot ${doing}: must be its own person, the operator or the data agency; got ${actor.person}`,
      ),
    ],
    expire: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc !== undefined && !isBefore(now, doc.until),
        'E_STATE',
        `Cannot ${doing}: its term must have ended; got an end at ${doc?.until ?? 'no moment'}`,
      ),
    ],
  },
  due: ({ state, until }, now) => (state === 'valid' && !isBefore(now, until) ? { type: 'expire' } : undefined),
});

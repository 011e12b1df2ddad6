/**
 * API key 接口密钥: by which one recipient calls one interface. It is no person and does nothing else. The record keeps the hash of its secret.
 * What an interface rests on is looked at with every call, so a suspension or a stop needs no order to a key; what has ended ends it too.
 *
 * @see procedure.md §5, `data_api` (key per recipient); AO-27-7; docs/decisions/061-api-products.md
 */
import type { OrgId } from '../../units.ts';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anInstant, aSha256, docId, prose, shortText } from '../fields.ts';
import { aCallCount, requireKey } from '../interface-guards.ts';
import { isBefore } from '../term.ts';

const source = 'procedure.md §5, AO-27-7';

const table = {
  name: 'API key',
  title: { zh: '接口密钥', en: 'API key' },
  collection: 'api-keys',
  prefix: 'key',
  states: {
    valid: { zh: '有效', en: 'valid' },
    revoked: { zh: '已撤销', en: 'revoked' },
    expired: { zh: '已到期', en: 'expired' },
  },
  moves: {
    /** Its secret is made by the gateway, which tells it once: so it is no command of a stage. */
    issue: { past: 'issued', from: ['none'], to: 'valid', by: ['vendor'], source },
    revoke: {
      past: 'revoked',
      stage: 'export',
      from: ['valid'],
      to: 'revoked',
      by: ['vendor', 'operator', 'data_agency', 'system'],
      source,
    },
    expire: { past: 'expired', from: ['valid'], to: 'expired', by: ['system'], source },
  },
} as const satisfies CaseTable;

const fields = {
  issue: { product: docId, recipient: shortText, callsPerDay: aCallCount, hash: aSha256, until: anInstant },
  revoke: { reason: prose },
};

interface Owned {
  readonly vendor: OrgId;
}

/** The four types of this life. */
export type ApiKeyTypes = CaseTypes<'apiKey', typeof table, typeof fields, Owned>;
/** @see module */
export type ApiKey = ApiKeyTypes['doc'];

/** API key. */
export const apiKey = caseLife<ApiKeyTypes, Partial<Owned>>({
  key: 'apiKey',
  table,
  fields,
  derive: { issue: ({ context: { actor } }) => ({ vendor: actor.org }) },
  guards: {
    issue: ({ command, context, doing }) => requireKey(doing, command, context),
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

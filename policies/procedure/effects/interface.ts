/** An interface ends with its agreement, and its keys with it. What may come back is left: every call looks at it anew. @see docs/decisions/061-api-products.md */
import type { Effects, Happened, Order } from '../consequences.ts';
import { lineageOf } from '../lineage.ts';

/** @see module */
export const interfaceEffects: Effects = {
  'agreement.expired': (happened) => withdrawn(happened),
  'agreement.terminated': (happened) => withdrawn(happened),
  'product.withdrawn': ({ id, lookup }) =>
    lookup
      .all('apiKey')
      .filter(({ state, product }) => state === 'valid' && product === id)
      .map((key) => ({ life: 'apiKey', id: key.id, command: { type: 'revoke', reason: `product.withdrawn: ${id}` } })),
};

function withdrawn({ id, type, lookup }: Happened): readonly Order[] {
  const lineage = lineageOf(id, lookup);
  return lookup
    .all('product')
    .filter(({ state, api, agreement }) => api && state !== 'withdrawn' && lineage.includes(agreement))
    .map((one) => ({ life: 'product', id: one.id, command: { type: 'withdraw', reason: `${type}: ${id}` } }));
}

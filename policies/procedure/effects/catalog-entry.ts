/** A published entry is closed further: every agreement in force that reaches into it is suspended, until the operator has looked at it again. @see GD-13-4 */
import type { Effects, Order } from '../consequences.ts';

export const catalogEntryEffects: Effects = {
  'catalogEntry.downgraded': ({ id, lookup }) =>
    lookup
      .all('agreement')
      .filter(({ state, clauses }) => state === 'active' && clauses.dataScope.some(({ entry }) => entry === id))
      .map((agreement): Order => {
        const reason = `目录 ${id} 的开放属性已下调,须重新核查`;
        return { life: 'agreement', id: agreement.id, command: { type: 'suspend', reason } };
      }),
};

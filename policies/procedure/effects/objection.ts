/** The body withdraws what was objected to: the entry goes at once, if it is still there. @see GD-24-2, SH-27-2 */
import { isPublished } from '../catalog-entry-doc.ts';
import type { Effects } from '../consequences.ts';

export const objectionEffects: Effects = {
  'objection.data_withdrawn': ({ id, lookup }) => {
    const { entry, decision = '' } = lookup.get('objection', id) ?? {};
    const found = entry === undefined ? undefined : lookup.get('catalogEntry', entry);
    if (!found || !isPublished(found)) return [];
    return [{ life: 'catalogEntry', id: found.id, command: { type: 'withdraw', reason: `${id}: ${decision}` } }];
  },
};

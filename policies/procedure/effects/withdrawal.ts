/**
 * Data that is withdrawn, whole or one snapshot of it: what uses it stops, what was made of it is suspended, models of it are taken back, and
 * it is traced where it went. An incident withdraws what it names as at risk.
 *
 * @see SH-27-2, SH-27-4; procedure.md §3.15
 */
import type { Effects, Happened, Order } from '../consequences.ts';
import { isPublished } from '../catalog-entry-doc.ts';
import type { DocOf } from '../lives.ts';
import type { Reach } from '../trace-report.ts';
import { killRuns, openTrace, stopStanding, suspendExports, withdrawFits } from './revoke.ts';

/** @see module */
export const withdrawalEffects: Effects = {
  'catalogEntry.withdrawn': (happened) => revokeEntry(happened),
  'catalogEntry.retired': (happened) => revokeEntry(happened),
  'withdrawal.ordered': (happened) => takeBack(happened),
  'withdrawal.took_effect': (happened) => takeBack(happened),
  'incident.confirmed': (happened) => {
    const { id, lookup } = happened;
    const { atRisk = [], heading = id } = lookup.get('incident', id) ?? {};
    return atRisk.map((entry) => ({
      life: 'withdrawal',
      id: `wdr.${id}.${entry}`,
      command: { type: 'order', entry, ground: 'leak_risk', facts: heading },
    }));
  },
};

function revokeEntry(happened: Happened): readonly Order[] {
  const entry = happened.lookup.get('catalogEntry', happened.id)?.entry.id;
  return entry === undefined ? [] : revoked({ kind: 'entry', entry }, happened);
}

/** A whole dataset is withdrawn from the catalog, and the rest follows from that; where it is there no more, it follows here. */
function takeBack(happened: Happened): readonly Order[] {
  const { id, lookup } = happened;
  const withdrawal = lookup.get('withdrawal', id);
  if (!withdrawal) return [];
  const { entry, snapshot, facts } = withdrawal;
  if (snapshot !== undefined) return revoked({ kind: 'snapshot', entry, snapshot }, happened);
  const isPublished = isOpen(lookup.get('catalogEntry', entry));
  if (!isPublished) return revoked({ kind: 'entry', entry }, happened);
  return [{ life: 'catalogEntry', id: entry, command: { type: 'withdraw', reason: facts } }];
}

function isOpen(doc: DocOf<'catalogEntry'> | undefined): boolean {
  return doc !== undefined && isPublished(doc);
}

function revoked(reach: Reach, happened: Happened): readonly Order[] {
  const inUse = reach.kind === 'snapshot' ? ({ kind: 'entry', entry: reach.entry } as const) : reach;
  return [
    // Whatever runs on the dataset now may read the snapshot.
    ...killRuns(inUse, happened),
    ...suspendExports(reach, happened),
    ...stopStanding('suspend', inUse, happened),
    ...withdrawFits(reach, happened),
    ...openTrace(reach, happened),
  ];
}

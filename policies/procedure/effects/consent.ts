/** Each access uses its consents up in the transaction that starts it; what was revoked is not used any more, also where it waits. @see GD-24-1 */
import type { Effects } from '../consequences.ts';
import type { RunState } from '../run-table.ts';

const pending: readonly RunState[] = ['requested', 'prechecked', 'queued', 'running'];

export const consentEffects: Effects = {
  'run.started': ({ id: run, lookup }) =>
    (lookup.get('run', run)?.consents ?? []).map((id) => ({ life: 'consent', id, command: { type: 'use', run } })),
  'consent.revoked': ({ id, lookup }) =>
    lookup
      .all('run')
      .filter((run) => pending.includes(run.state) && run.consents?.includes(id))
      .map((run) => ({
        life: 'run',
        id: run.id,
        command: { type: 'kill', reason: `The data subject has revoked consent ${id}.` },
      })),
};

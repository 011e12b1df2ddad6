/** An emergency stop, or an activated plan: what runs ends. Nothing else is moved; guards refuse the rest until it is lifted. @see DC-19, AO-28-2 */
import type { Effects, Happened, Order } from '../consequences.ts';
import type { Reach } from '../trace-report.ts';
import { killRuns, openTrace } from './revoke.ts';

/** @see module */
export const stopEffects: Effects = {
  'emergencyStop.pulled': (happened) => [...stopped({ kind: 'everything' }, happened), ...failFits(happened)],
  'emergencyPlan.activated': (happened) => {
    const scenarios = happened.lookup.get('emergencyPlan', happened.id)?.scenarios ?? [];
    return stopped({ kind: 'scenarios', scenarios }, happened);
  },
};

/** Traced where something ended: what had ended before is not the stop's doing. */
function stopped(reach: Reach, happened: Happened): readonly Order[] {
  const killed = killRuns(reach, happened);
  return killed.length === 0 ? [] : [...killed, ...openTrace(reach, happened)];
}

function failFits({ lookup }: Happened): readonly Order[] {
  const fits = lookup.all('fit').filter(({ state }) => state === 'agreed' || state === 'ordered');
  return fits.map(({ id }) => ({ life: 'fit', id, command: { type: 'fail', code: 'E_STOPPED' } }));
}

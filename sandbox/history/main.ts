/**
 * The auditor: a process of the domain that lives as long as its supervisor and keeps in memory who stands behind everything released, so that one
 * more release costs one more table. When it is killed, the next one reads the files again.
 */
import { accept, refuse } from '#policies/refusal.ts';
import { logForOwner, parentStream } from '../parent.ts';
import { LockedEngine, type EngineLimits } from '../query/engine.ts';
import { serve } from '../rpc.ts';
import { auditorOperations } from './operations.ts';
import { HistoryState } from './state.ts';

let opened: { readonly limits: EngineLimits; readonly state: HistoryState } | undefined;

serve(parentStream(), {
  operations: auditorOperations,
  onError: logForOwner,
  handlers: {
    open: async (limits) => {
      opened = { limits, state: new HistoryState(limits) };
      return accept({});
    },
    audit: async (ask) => {
      if (!opened) return refuse('E_EXEC', 'Cannot audit: nothing is open');
      const { verdict, levels, recipes } = await opened.state.audit(ask);
      return accept({ verdict, levels: { ...levels }, recipes: [...recipes] });
    },
    bounds: async ({ denied, ...ask }) => {
      if (!opened) return refuse('E_EXEC', 'Cannot audit: nothing is open');
      const { problems, tooLarge } = await opened.state.bounds(ask, denied);
      return accept({ problems: [...problems], tooLarge });
    },
    isolated: async (ask) => {
      if (!opened) return refuse('E_EXEC', 'Cannot audit: nothing is open');
      return accept({ sets: [...(await opened.state.isolated(ask))] });
    },
    subject: async ({ space, id, released }) => {
      if (!opened) return refuse('E_EXEC', 'Cannot look for a unit: nothing is open');
      const word = await hashOf(id, opened.limits);
      return accept({ runs: [...(await opened.state.runsOf({ space, ...word }, released))] });
    },
  },
});

/** As `membership.ts` hashes it. */
async function hashOf(id: string, limits: EngineLimits): Promise<{ readonly high: number; readonly low: number }> {
  using engine = await LockedEngine.open(limits);
  const { rows } = await engine.query(
    'SELECT CAST(h >> 32 AS UINTEGER), CAST(h & 4294967295 AS UINTEGER) FROM (SELECT md5_number_lower($1::VARCHAR) AS h)',
    [id],
  );
  return { high: Number(rows[0]?.[0]), low: Number(rows[0]?.[1]) };
}

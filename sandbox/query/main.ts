/**
 * The query worker: one locked engine over the snapshots of one run. It holds no vendor text, and what goes wrong here
 * is told to the owner's log only; the supervisor learns that it went wrong and nothing else.
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { logForOwner, parentStream } from '../parent.ts';
import { serve } from '../rpc.ts';
import { writeAll } from './bulk-write.ts';
import { LockedEngine } from './engine.ts';
import { NumberSender } from './number-sender.ts';
import { queryOperations } from './operations.ts';

let engine: LockedEngine | undefined;

serve(parentStream(), {
  operations: queryOperations,
  onError: logForOwner,
  handlers: {
    open: async ({ attach, create, memoryLimitMb, threads, temp }) => {
      if (engine) return refuse('E_EXEC', 'Cannot open twice');
      const made = create ? [{ ...create, create: true }] : [];
      engine = await LockedEngine.open({ memoryLimitMb, threads, temp }, [...attach, ...made]);
      return accept({});
    },
    run: async (script) => {
      if (!engine) return refuse('E_EXEC', 'Cannot run: nothing is open');
      return accept({ tables: await engine.run(script) });
    },
    read: async (ask) => {
      if (!engine) return refuse('E_EXEC', 'Cannot read: nothing is open');
      const numbers = new NumberSender(ask, writeAll);
      await engine.scan(ask.sql, (chunk) => numbers.take(chunk));
      numbers.end();
      return accept({});
    },
    write: async ({ cells, sql }) => {
      if (!engine) return refuse('E_EXEC', 'Cannot write: nothing is open');
      await engine.load(cells);
      await engine.run({ setup: sql, queries: [] });
      return accept({});
    },
    post: async ({ cells, sql }): Promise<Outcome<{ table: Awaited<ReturnType<LockedEngine['query']>> }>> => {
      using scratch = await LockedEngine.open({ memoryLimitMb: 512, threads: 1 });
      await scratch.load(cells);
      return accept({ table: await scratch.query(sql) });
    },
  },
});

/**
 * The parser process: the only one that reads the vendor's text with DuckDB. It has no data and no file system.
 * It also runs plans over empty tables, which tells type errors and result types before anything real is opened.
 */
import { accept, refuse } from '#policies/refusal.ts';
import { parserOperations } from '../query/operations.ts';
import { logForOwner, parentStream } from '../parent.ts';
import { serve } from '../rpc.ts';
import { LockedEngine } from '../query/engine.ts';

const limits = { memoryLimitMb: 512, threads: 1 };
const reader = await LockedEngine.open(limits);

serve(parentStream(), {
  operations: parserOperations,
  onError: logForOwner,
  handlers: {
    parse: async ({ sql }) => {
      const table = await reader.query('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
      return accept({ ast: String(table.rows[0]?.[0] ?? '') });
    },
    bind: async ({ schema, script, post }) => {
      using empty = await LockedEngine.open(limits, schema);
      try {
        const tables = await empty.run(script);
        if (!post) return accept({ tables });
        await empty.load(post.cells);
        return accept({ tables, post: await empty.query(post.sql) });
      } catch (error) {
        return refuse('E_TYPE', `Cannot run the query: ${firstLine(error)}`);
      }
    },
  },
});

/** The engine's own words, which speak of types and positions in SQL that we printed; the tables were empty. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 300) ?? '';
}

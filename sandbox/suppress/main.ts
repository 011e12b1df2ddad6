/**
 * The suppression worker: a solver and nothing else, no file and no engine. It is a process because a program that does not end can only be
 * ended from outside.
 */
import { auditBounds } from '#policies/disclosure/history/bounds-audit.ts';
import { defaultEffort, polish } from '#policies/disclosure/suppress/exact.ts';
import { protect } from '#policies/disclosure/suppress/protect.ts';
import { treatCells } from '#policies/disclosure/treat/treat-cells.ts';
import { accept, refuse } from '#policies/refusal.ts';
import { logForOwner, parentStream } from '../parent.ts';
import { serve } from '../rpc.ts';
import { openHighs } from './highs.ts';
import { suppressOperations } from './operations.ts';

const solver = openHighs();

serve(parentStream(), {
  operations: suppressOperations,
  onError: logForOwner,
  handlers: {
    protect: async ({ polishSeconds: seconds, ...problem }) =>
      accept(
        seconds === undefined
          ? { protection: protect(problem, await solver), spent: 0 }
          : polish(problem, await solver, { ...defaultEffort, seconds }),
      ),
    bounds: async ({ problems }) => {
      const highs = await solver;
      return accept({ hits: problems.map((problem) => [...auditBounds(problem, highs)]) });
    },
    treat: async ({ statistics, leafCount, cells, settings }) => {
      const kinds = statistics.map((kind) => ({ kind }));
      const table = { statistics: kinds, leafCount, cells: cells.map((cell) => ({ ...cell, keyed: [] })) };
      const treated = treatCells(table, settings, { solver: await solver });
      return treated ?? refuse('E_EXEC', 'Cannot treat the table: must be one to round');
    },
  },
});

/**
 * The suppression worker: a solver and nothing else, no file and no engine. It is a process because a program that does not end can only be
 * ended from outside.
 */
import { protect } from '#policies/disclosure/suppress/protect.ts';
import { accept } from '#policies/refusal.ts';
import { logForOwner, parentStream } from '../parent.ts';
import { serve } from '../rpc.ts';
import { openHighs } from './highs.ts';
import { suppressOperations } from './operations.ts';

const solver = openHighs();

serve(parentStream(), {
  operations: suppressOperations,
  onError: logForOwner,
  handlers: { protect: async (problem) => accept(protect(problem, await solver)) },
});

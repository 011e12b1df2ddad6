/** What the auditor can be asked. Paths and notes come from the supervisor; what is answered names cells and runs, and no unit. */
import { z } from 'zod';
import { levels } from '#policies/disclosure/history.ts';
import type { Operations } from '../rpc.ts';
import { boundsAsk } from '../suppress/bounds-form.ts';
import { deniedSet } from './denied.ts';
import { runNote } from './note.ts';

const file = z.strictObject({ note: runNote, path: z.string() });
const files = z.array(file);

const verdict = z.enum(['pass', 'identical', 'review', 'fail']);
const level = z.strictObject({ verdict, looked: z.number().int(), found: z.number().int() });

export const auditorOperations = {
  /** Once, before anything else. */
  open: {
    ask: z.strictObject({
      memoryLimitMb: z.number().int().positive(),
      threads: z.number().int().positive(),
      temp: z.string(),
    }),
    answer: z.strictObject({}),
  },
  /** `released` is everything that is known outside, oldest first. */
  audit: {
    ask: z.strictObject({ run: file, beside: files, released: files }),
    answer: z.strictObject({
      verdict,
      levels: z.partialRecord(z.enum(levels), level),
      recipes: z.array(z.string()),
    }),
  },
  /** What bounds could show beside that audit, to be solved elsewhere; `denied` is what earlier refusals spoke of. */
  bounds: {
    ask: z.strictObject({ run: file, beside: files, released: files, denied: z.array(deniedSet) }),
    answer: boundsAsk,
  },
  /** The differences for which that audit fails. */
  isolated: {
    ask: z.strictObject({ run: file, beside: files, released: files }),
    answer: z.strictObject({ sets: z.array(deniedSet) }),
  },
  /** Which of the released runs read records of one unit. */
  subject: {
    ask: z.strictObject({ space: z.string(), id: z.string(), released: files }),
    answer: z.strictObject({ runs: z.array(z.string()) }),
  },
} as const satisfies Operations;

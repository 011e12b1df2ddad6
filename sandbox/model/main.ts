/**
 * The model worker: rows of one training, in memory for as long as it takes. It loads no engine and opens no file; what goes wrong here is told
 * to the owner's log only.
 */
import { modelLimits } from '#policies/disclosure/model/limits.ts';
import type { TrainingRows } from '#policies/disclosure/model/design.ts';
import { judgeProgramModel } from '#policies/disclosure/model/judge-program.ts';
import { trainAndJudge } from '#policies/disclosure/model/judge.ts';
import { accept, refuse } from '#policies/refusal.ts';
import { logForOwner, parentStream } from '../parent.ts';
import { serve } from '../rpc.ts';
import { modelOperations } from './operations.ts';

const parts: Float64Array[][] = [];

serve(parentStream(), {
  operations: modelOperations,
  onError: logForOwner,
  handlers: {
    take: async ({ columns }) => {
      parts.push(columns.map((column) => Float64Array.from(column)));
      return accept({});
    },
    train: async ({ training: { features, ...declared }, profile, k }) => {
      const [first, ...others] = features;
      if (!first) return refuse('E_EXEC', 'Cannot train: must have a feature');
      const rows = allRows(features.length);
      const { card, finding } = trainAndJudge(
        { ...declared, features: [first, ...others] },
        rows,
        modelLimits(profile, k),
      );
      return accept({ card, finding });
    },
    judge: async ({ card, given, profile, k }) => {
      const rows = allRows(card.features.length);
      return accept({ finding: judgeProgramModel(card, { rows, given, limits: modelLimits(profile, k) }) });
    },
  },
});

/** @param features how many columns stand before the target */
function allRows(features: number): TrainingRows {
  const target = joined(features);
  return { count: target.length, features: Array.from({ length: features }, (_, at) => joined(at)), target };
}

function joined(at: number): Float64Array {
  const pieces = parts.map((part) => part[at] ?? new Float64Array());
  const whole = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole;
}

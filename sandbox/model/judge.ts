/** The checks of a model that a program made, in a process of their own: they take as long as the rows are many. */
import type { ModelFinding } from '#policies/disclosure/model/finding.ts';
import type { ProgramEvidence } from '#policies/disclosure/model/judge-program.ts';
import { rowsPerPart } from '#policies/disclosure/model/rows-sql.ts';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import type { ExactProgramCard } from '#policies/program/models/card.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import { startWorker, withDeadline } from '../supervisor/worker.ts';
import { modelOperations } from './operations.ts';

export interface JudgeUse extends Pick<DomainParts, 'limits' | 'log'> {
  readonly onStart?: (kill: () => void) => void;
}

interface Judging extends JudgeUse {
  readonly profile: ProfileName;
  readonly k: number;
}

export async function judgeInWorker(
  card: ExactProgramCard,
  { rows, given }: Omit<ProgramEvidence, 'limits'>,
  { limits, log, onStart, profile, k }: Judging,
): Promise<Outcome<ModelFinding>> {
  const module = new URL('./main.ts', import.meta.url);
  using worker = startWorker(modelOperations, { module, log, maxMemory: limits.queryMemory });
  onStart?.(worker.child.kill);
  const work = async (): Promise<Outcome<ModelFinding>> => {
    for (let from = 0; from < rows.count; from += rowsPerPart) {
      const columns = [...rows.features, rows.target].map((column) => [...column.subarray(from, from + rowsPerPart)]);
      const taken = await worker.ask.take({ columns });
      if (!taken.ok) return taken;
    }
    const judged = await worker.ask.judge({ card, given: Array.from(given), profile, k });
    return judged.ok ? accept(judged.value.finding) : judged;
  };
  // Awaited here: leaving this scope kills the worker.
  return await withDeadline(worker.child, limits.queryDeadline, work());
}

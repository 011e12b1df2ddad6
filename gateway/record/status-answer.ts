/**
 * What an installation answers when it is asked how an export stands: the newest event of it, proven, under a cosigned checkpoint. Of the
 * event the leaf only, which says what happened, when, and by which body; never its payload.
 *
 * @see record.md §3
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { parseCheckpoint } from '#policies/record/checkpoint.ts';
import { effectOf, type StatusAnswer } from '#policies/record/export-status.ts';
import { subjectOf } from './reader.ts';
import type { Writer } from './writer.ts';

/** An export, and the size of the log that the asker has seen. */
export interface StatusRequest {
  readonly id: string;
  readonly seen: number;
}

/** Refuses E_NOT_FOUND for what was never released, and E_INPUT for a size that the log does not have. */
export async function answerStatus(
  record: Pick<Writer, 'read' | 'checkpoint' | 'inclusion' | 'consistency'>,
  { id, seen }: StatusRequest,
): Promise<Outcome<StatusAnswer>> {
  const name = subjectOf('export', id);
  const events = record.read.bySubject(name).filter(({ entry }) => entry.subjects[0] === name);
  if (!events.some(({ type }) => type === 'export.released'))
    return refuse('E_NOT_FOUND', 'Cannot say how the export stands: it must have been released');
  const newest = events.findLast(({ type }) => effectOf(type) !== undefined);
  const checkpoint = await record.checkpoint();
  if (!newest || !checkpoint.ok) return checkpoint.ok ? refuse('E_NOT_FOUND', 'Cannot find the export') : checkpoint;
  const size = sizeOf(checkpoint.value);
  if (seen > size || newest.entry.seq >= size)
    return refuse('E_INPUT', `Cannot prove the log: must be a size from 0 to ${size}; got ${seen}`);
  const index = newest.entry.seq;
  return accept({
    checkpoint: checkpoint.value,
    consistency: record.consistency({ first: seen, second: size }),
    newest: { leaf: newest.leaf, index, proof: record.inclusion({ index, size }) },
  });
}

/** @throws Error for what is not a checkpoint: it is our own */
function sizeOf(note: string): number {
  const checkpoint = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
  if (!checkpoint.ok) throw new Error(checkpoint.refusals[0].detail);
  return checkpoint.value.size;
}

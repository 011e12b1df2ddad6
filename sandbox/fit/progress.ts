/**
 * How far a fit is, as a small file that is replaced again and again. Rounds follow the noisy answers, but how long each takes follows the
 * rows: so this is for the owner of the data, on the machine of the domain. Everybody else sees the tick.
 */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const progress = z.strictObject({
  stage: z.enum(['reading', 'fitting', 'reporting', 'done', 'failed']),
  /** Model at work, and part of its budget that is used. */
  table: z.string().exactOptional(),
  used: z.number().min(0).max(1).exactOptional(),
  /** Hash of the model, at the end. */
  model: z.string().exactOptional(),
});
export type Progress = z.output<typeof progress>;

/** Where a fit says how far it is. */
export function progressFile(reports: string, fit: string): string {
  return join(reports, `${fit}${ending}`);
}

const ending = '.progress';

export function writeProgress(file: string, now: Progress): void {
  writeFileSync(`${file}.new`, JSON.stringify(now), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Whether nothing more will be written. */
export function isOver({ stage }: Progress): boolean {
  return stage === 'done' || stage === 'failed';
}

/** At the start of the domain: no fit is under way, whatever a file of an earlier one says, and what was half written is gone. */
export function endInterrupted(reports: string): void {
  for (const name of readdirSync(reports)) {
    const file = join(reports, name);
    if (name.endsWith('.new')) rmSync(file);
    else if (name.endsWith(ending) && !isOver(progressOf(readFileSync(file, 'utf8'))))
      writeProgress(file, { stage: 'failed' });
  }
}

/** A file that a crash of the machine left empty says that its fit failed. */
export function progressOf(text: string): Progress {
  try {
    return progress.parse(JSON.parse(text));
  } catch {
    return { stage: 'failed' };
  }
}

/** A line of text: what is done of this stage, as a bar where it is known. */
export function progressLine({ stage, table, used }: Progress, width = 30): string {
  if (stage !== 'fitting' || used === undefined) return stage;
  const full = Math.round(used * width);
  const percent = String(Math.round(used * 100)).padStart(3);
  return `${stage} ${table ?? ''} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${percent} % of its budget`;
}

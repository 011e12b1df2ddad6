/**
 * How far a fit is, as a small file that is replaced again and again. Rounds follow the noisy answers, but how long each takes follows the
 * rows: so this is for the owner of the data, on the machine of the domain. Everybody else sees the tick.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export const progress = z.strictObject({
  stage: z.enum(['reading', 'fitting', 'reporting', 'done']),
  /** Model at work, and part of its budget that is used. */
  table: z.string().exactOptional(),
  used: z.number().min(0).max(1).exactOptional(),
  /** Hash of the model, at the end. */
  model: z.string().exactOptional(),
});
export type Progress = z.output<typeof progress>;

export function writeProgress(file: string, now: Progress): void {
  writeFileSync(`${file}.new`, JSON.stringify(now), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** A line of text: what is done of this stage, as a bar where it is known. */
export function progressLine({ stage, table, used }: Progress, width = 30): string {
  if (stage !== 'fitting' || used === undefined) return stage;
  const full = Math.round(used * width);
  const percent = String(Math.round(used * 100)).padStart(3);
  return `${stage} ${table ?? ''} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${percent} % of its budget`;
}

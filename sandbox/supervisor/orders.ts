/**
 * One order, one execution. The mark stays when the result is purged, so that nobody can compute again, over newer data,
 * what stands in the record once.
 *
 * @see programs.md decision 2
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { fileNameOf } from '../whole-file.ts';

/** Notes in `folder` that the order of `run` is being carried out; refuses E_STATE the second time. */
export async function beginOrder(folder: string, run: string): Promise<Outcome<void>> {
  try {
    const mark = await open(join(folder, fileNameOf(run)), 'wx', 0o600);
    await mark.close();
    return accept(undefined);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return refuse('E_STATE', `Cannot run ${run}: its order was carried out before`);
    }
    throw error;
  }
}

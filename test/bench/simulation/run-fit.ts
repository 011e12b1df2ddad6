/** Fits of Adult in processes of their own. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { fittedModel, type FittedModel } from '#policies/simulation/fitted.ts';
import { openFit, type OpenedFit } from '../../accuracy/simulation/open-fit.ts';
import { adultFiles, adultOptions } from '../../fixtures/adult.ts';
import { wideAdult, wideOrder } from './wide-adult.ts';

const script = fileURLToPath(new URL('fit-process.ts', import.meta.url));
const run = promisify(execFile);

const fitCost = z.strictObject({
  rows: z.number(),
  drawn: z.number(),
  attributes: z.number(),
  /** Milliseconds, since the process began. */
  wall: z.number(),
  cpu: z.number(),
  /** Peak of resident memory. */
  megabytes: z.number(),
});
export type FitCost = z.output<typeof fitCost>;

export interface FitInProcess {
  readonly cost: FitCost;
  readonly model: FittedModel;
}

/** Adult, published with all of its columns. */
export function openWideAdult(shared: string, dir: string): Promise<OpenedFit> {
  const files = async () => adultFiles(shared);
  return openFit({ entry: wideAdult, files, options: adultOptions, order: wideOrder }, dir);
}

export async function fitInProcess({ folder, snapshot }: OpenedFit): Promise<FitInProcess> {
  const [temp, out] = [join(folder, 'fit-temp'), join(folder, 'model.json')];
  await mkdir(temp, { recursive: true });
  const { stdout } = await run(process.execPath, [script, snapshot.private ?? '', temp, out]);
  const model = fittedModel.parse(JSON.parse(await readFile(out, 'utf8')));
  return { cost: fitCost.parse(JSON.parse(stdout)), model };
}

/**
 * Shows the owner of the data how far a fit is, and what its report says. A process of its own on the owner's terminal: the figures
 * compare with real rows, so they pass neither the gateway nor a pipe to it.
 *
 * Arguments: the root of the domain, the fit, and a file for the page where it is to be written somewhere.
 */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { foldersOf } from '../supervisor/config.ts';
import { fileNameOf, readIfThere } from '../whole-file.ts';
import { isOver, progressFile, progressLine, progressOf, type Progress } from './progress.ts';

const [root = '', fit = '', out = ''] = process.argv.slice(2);
const { reports } = foldersOf(root);
const isName = /^[A-Za-z0-9-]{1,64}$/.test(fit);

async function now(): Promise<Progress | undefined> {
  const text = isName ? await readIfThere(progressFile(reports, fit)) : undefined;
  return text === undefined ? undefined : progressOf(text);
}

/** Follows the work to its end on a terminal; elsewhere says where it is. */
async function follow(): Promise<Progress | undefined> {
  for (let found = await now(); ; found = await now()) {
    if (!found || isOver(found) || !process.stdout.isTTY) return found;
    process.stdout.write(`\r\u001b[K${progressLine(found)}`);
    await wait(200);
  }
}

async function show(model: string): Promise<void> {
  const report = await readIfThere(join(reports, `${fileNameOf(model)}.json`));
  if (report === undefined) return refuseToShow('its report must have been made; got a model without one');
  const page = join(reports, `${fileNameOf(model)}.html`);
  if (out !== '') {
    await copyFile(page, out);
    console.log(`The report on model ${model} is in ${out}. It was computed from real rows: it stays with the owner.`);
    return;
  }
  console.log(report);
}

function refuseToShow(must: string): void {
  console.error(`E_NOT_FOUND: Cannot show ${fit}: ${must}`);
  process.exitCode = 1;
}

const found = await follow();
if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
if (!found) refuseToShow('must be a fit of this domain');
else if (found.stage === 'done' && found.model !== undefined) await show(found.model);
else console.log(progressLine(found));

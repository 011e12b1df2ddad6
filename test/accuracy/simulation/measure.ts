/**
 * `node test/accuracy/simulation/measure.ts [adult published cost attacks berka]`: writes those parts of `measured.json`, all by default, of
 * which `npm run docs` prints docs/simulation-accuracy.md. Needs the published files, and some twenty minutes. The noise is the domain's, so that
 * the last digits are others every time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedData, whereShared } from '../../fixtures/shared-data.ts';
import { streams } from './compare.ts';
import { measureAdult, measurePublished } from './measure-adult.ts';
import { measureAttacks } from './measure-attacks.ts';
import { measureBerka } from './measure-berka.ts';
import { measureCost } from './measure-cost.ts';
import { keepMeasured, type MeasuredFile, type Part } from './measured-file.ts';

const shared = sharedData();
if (shared === undefined) throw new Error(`Cannot measure: ${whereShared}`);
const start = performance.now();
const say = (text: string): void =>
  console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${text}`);
const dir = await mkdtemp(join(tmpdir(), 'sluice-simulation-'));

const parts: { readonly [P in Part]: () => Promise<MeasuredFile[P]> } = {
  adult: () => measureAdult(shared, dir, say),
  published: () => measurePublished(shared, say),
  cost: () => measureCost(shared, dir, say),
  attacks: () => measureAttacks(shared, dir, say),
  berka: () => measureBerka(shared, dir, say),
};

const asked = process.argv.slice(2);
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    say(name);
    keepMeasured({ streams, [name]: await measure() });
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}

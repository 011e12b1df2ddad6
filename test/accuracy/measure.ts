/** `node test/accuracy/measure.ts`: writes `measured.json`, of which `npm run docs` prints docs/accuracy.md. Needs the published file. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { whereShared } from '../fixtures/shared-data.ts';
import { openAdult } from './adult-ground.ts';
import { adultPath, measureAll } from './measure-adult.ts';

await using ground = await openAdult(tmpdir());
if (!ground.isReal) throw new Error(`Cannot measure: ${whereShared}`);
writeFileSync(adultPath, `${JSON.stringify(await measureAll(ground), null, 2)}\n`);

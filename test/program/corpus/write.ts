/** Runs the whole corpus in every configuration and writes down how each program ends. About ten minutes on two cores. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpus } from './corpus.ts';
import { expectedOf, printPage, type Measured } from './page.ts';
import { runCorpus, type Configuration } from './run.ts';

/** Two deadlines, below and above those of the test: what ends between them ends either way. */
const configurations: readonly (readonly [string, Configuration])[] = [
  ['jitless', { jit: false, callMillis: 100 }],
  ['JIT', { jit: true, callMillis: 100 }],
  ['jitless, T0', { jit: false, tier: 'T0', callMillis: 800 }],
  ['JIT, T0', { jit: true, tier: 'T0', callMillis: 800 }],
];

const measured: Measured[] = [];
for (const [configuration, options] of configurations) {
  const endings = await runCorpus(corpus, options);
  for (const { name, faults } of endings) if (faults.length > 0) console.error(configuration, name, faults.join('; '));
  measured.push({ configuration, endings });
}
const of = (word: string) =>
  expectedOf(measured.filter(({ configuration }) => configuration.startsWith(word)).map(({ endings }) => endings));
const expected = { jitless: of('jitless'), jit: of('JIT') };
writeFileSync(join(import.meta.dirname, 'outcomes.json'), `${JSON.stringify(expected, null, 2)}\n`);
writeFileSync(join(import.meta.dirname, '../../../docs/hostile-corpus.md'), printPage(measured));

/** `npm run nightly`: the properties that CI tries a few hundred times, ten thousand times. Takes about half an hour on two cores. */
import { spawnSync } from 'node:child_process';

const suites = [
  'test/private/sensitivity',
  'test/private/unit-locality',
  'test/private/stochastic',
  'test/oracle/interpreter.property',
  'test/suppress/protect.property',
  'test/program/corpus',
  'test/procedure/walks',
  'test/api/fuzz',
  'test/tpch/private',
  'test/train/adult-journey',
  'test/synth/generated-schemas',
];
const env = {
  ...process.env,
  SLUICE_RUNS: process.env['SLUICE_RUNS'] ?? '10000',
  SLUICE_FUZZ: process.env['SLUICE_FUZZ'] ?? '55000',
};
const args = ['vitest', 'run', ...suites, '--testTimeout=3600000', '--hookTimeout=3600000'];
process.exitCode = spawnSync('npx', args, { env, stdio: 'inherit' }).status ?? 1;

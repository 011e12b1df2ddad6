import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Many tests wait: for a tick, a deadline, a process that they killed. Two files more than there are processors, so that others compute
// meanwhile; the default is one less, on two cores one file at a time.
const maxWorkers = availableParallelism() + 2;

// Processes of the domain start some three times faster.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

// The longest first, so that none is left alone at the end. Measured; the order of the rest does not matter.
const longest = [
  'attacks/pack',
  'gateway/cli',
  'gateway/private-crash',
  'gateway/private',
  'gateway/crash',
  'gateway/canaries',
  'gateway/simulation-sets',
  'browser/journey-keyboard',
  'model/journey',
  'program/corpus/corpus',
  'browser/axe',
  'sandbox-fit/attacks',
  'examples/adult',
  'query/functions',
  'sandbox-fit/budget',
  'accuracy/derived',
  'gateway/fit-crash',
  'program/private/domain',
  'cli/init',
  'browser/journey-mouse',
  'attacks/scenarios',
  'oracle/interpreter-cases',
  'gateway/revocation',
  'program/map-tricks',
  'margins/cases',
  'history/bounds',
  'margins/generated.property',
  'accuracy/adult',
  'api/fuzz',
  'cli/kit',
  'gateway/fit',
  'margins/journey',
  'private/unit-locality',
  'program/private/real-guest',
  'api/matrix',
  'record/kill',
  'journey/adult',
  'program/secrets/time',
  'treat/real-runs',
  'synth/favour/favour',
];

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.includes(`/test/${name}.`));
  return place < 0 ? longest.length : place;
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'docs/examples/**/*.test.ts'],
    pool: 'forks',
    maxWorkers,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/workspace.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});

/** Plans of private programs over rows that were planned elsewhere. */
import { planProgram, type BlocksPlan, type MapPlan, type PrivateProgram } from '#policies/program/private-plan.ts';
import { script as scriptSchema, type Result, type ScriptOf } from '#policies/program/script.ts';
import type { UnitsPlan } from '#policies/program/units-plan.ts';
import { unwrap } from '#policies/refusal.ts';
import { idSpace, rowCount } from '#policies/units.ts';

const sha = '0'.repeat(64);

const source = {
  entry: 'main.ts',
  files: [{ path: 'main.ts', text: '' }],
  lock: { esbuild: '0.28.2', libraries: [{ name: 'none', version: '1', sha256: sha }] },
};

export const mean: Result = { name: 'mean', length: 1, lo: 0, hi: 10, step: 0.001 };
export const largest: Result = { name: 'largest', length: 1, lo: -100, hi: 100, step: 0.1 };

export function aMapScript(own: Partial<ScriptOf<'map'>> = {}): ScriptOf<'map'> {
  const made = scriptSchema.parse({
    mode: 'map',
    ...source,
    bundle: 'var program = {};',
    vector: { length: 2, clip: 10 },
    state: { length: 2 },
    iterations: 1,
    results: [mean],
    ...own,
  });
  if (made.mode !== 'map') throw new Error('must be map');
  return made;
}

export function aBlocksScript(own: Partial<ScriptOf<'blocks'>> = {}): ScriptOf<'blocks'> {
  const made = scriptSchema.parse({
    mode: 'blocks',
    ...source,
    bundle: 'var program = {};',
    count: 10,
    callMillis: 100,
    results: [mean, largest],
    ...own,
  });
  if (made.mode !== 'blocks') throw new Error('must be blocks');
  return made;
}

const units: UnitsPlan = {
  kind: 'units',
  space: idSpace('person'),
  unit: 1,
  input: { kind: 'values', columns: [], rows: [] } as unknown as UnitsPlan['input'],
  columns: [{ name: 'x', id: 2, kind: 'number', type: 'DOUBLE' }],
  rowsPerUnit: 4,
  used: [],
};

type More = Partial<Pick<PrivateProgram, 'epsilon' | 'rows' | 'parameters' | 'units'>>;

export const anAsk = (script: PrivateProgram['script'], more: More = {}): PrivateProgram => ({
  units,
  script,
  parameters: [],
  epsilon: 1,
  rows: rowCount(1000),
  ...more,
});

export function aMapPlan(own: Partial<ScriptOf<'map'>> = {}, more: More = {}): MapPlan {
  const plan = unwrap(planProgram(anAsk(aMapScript(own), more)));
  if (plan.mode !== 'map') throw new Error('must be map');
  return plan;
}

export function aBlocksPlan(own: Partial<ScriptOf<'blocks'>> = {}, more: More = {}): BlocksPlan {
  const plan = unwrap(planProgram(anAsk(aBlocksScript(own), more)));
  if (plan.mode !== 'blocks') throw new Error('must be blocks');
  return plan;
}

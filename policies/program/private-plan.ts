/**
 * The plan of a program in mode `map` or `blocks`: unit-local rows that nobody sees, the script, its price, and how that is shared. Decided from text,
 * catalog and manifest alone, before any data is opened.
 *
 * @see programs.md decision 3, §D.5; map.proof.md; blocks.proof.md
 */
import { rhoFor } from '../privacy/accountant.ts';
import type { Cost } from '../privacy/cost.ts';
import { statedDelta } from '../privacy/settings.ts';
import type { Given } from '../query/parameters.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { attoDelta, type RowCount } from '../units.ts';
import type { TickClass } from '../privacy/tick.ts';
import { declaredNumbers, type DeclaredNumber } from './declared-numbers.ts';
import { allowanceFor, type Allowance } from './failure.ts';
import { mapShares, type MapShares } from './map-shares.ts';
import { blocksTick, mapTick, mapTimes, type MapTimes } from './program-tick.ts';
import type { Result, ScriptOf } from './script.ts';
import type { UnitsPlan } from './units-plan.ts';

interface Shared extends Pick<UnitsPlan, 'space' | 'input' | 'used'> {
  readonly kind: 'program';
  readonly units: UnitsPlan;
  readonly parameters: readonly Given[];
  readonly cost: Cost;
  /** When the answer comes; the worst run that is let through is done by then. */
  readonly tick: TickClass;
}

export interface MapPlan extends Shared {
  readonly mode: 'map';
  readonly script: ScriptOf<'map'>;
  readonly shares: MapShares;
  /** How many units may be killed, or how many times one unit's time the run may be late. */
  readonly allowance: Allowance;
  readonly times: MapTimes;
}

export interface BlocksPlan extends Shared {
  readonly mode: 'blocks';
  readonly script: ScriptOf<'blocks'>;
  readonly declared: readonly DeclaredNumber[];
}

export type ProgramPlan = MapPlan | BlocksPlan;

export interface PrivateProgram {
  readonly units: UnitsPlan;
  readonly script: ScriptOf<'map'> | ScriptOf<'blocks'>;
  readonly parameters: readonly Given[];
  /** At δ = 10⁻⁶. */
  readonly epsilon: number;
  /** Declared rows of all scans together: public, so that the tick is. */
  readonly rows: RowCount;
}

/**
 * For every program that it accepts, one run costs `cost`, at most (ε, 10⁻⁶) in all, whatever the data and whatever the program does: its numbers, that
 * it failed, and when it answered.
 *
 * @returns the plan; refuses E_INPUT for a range without width or a price that is too small to share, E_COST_CLASS where the worst run takes too long
 */
export function planProgram(asked: PrivateProgram): Outcome<ProgramPlan> {
  const { units, script, parameters } = asked;
  const ranges = requireRanges(script.results);
  if (!ranges.ok) return ranges;
  const { space, input, used } = units;
  const shared = { kind: 'program', space, input, used, units, parameters } as const;
  switch (script.mode) {
    case 'map': {
      const own = planMap(script, asked);
      return own.ok ? accept({ ...shared, ...own.value }) : own;
    }
    case 'blocks': {
      const own = planBlocks(script, asked);
      return own.ok ? accept({ ...shared, ...own.value }) : own;
    }
  }
}

type Own<Plan extends ProgramPlan> = Omit<Plan, Exclude<keyof Shared, 'cost' | 'tick'>>;
type Priced = Pick<PrivateProgram, 'epsilon' | 'rows'>;

function planMap(script: ScriptOf<'map'>, { epsilon, rows }: Priced): Outcome<Own<MapPlan>> {
  const shares = mapShares(epsilon, script.iterations);
  if (!shares.ok) return shares;
  const allowance = allowanceFor(shares.value.failure);
  const size = { iterations: script.iterations, unitMillis: script.unitMillis, rows };
  const tick = mapTick(size, allowance);
  if (!tick.ok) return tick;
  return accept({
    mode: 'map',
    script,
    shares: shares.value,
    cost: shares.value.cost,
    allowance,
    times: mapTimes(size),
    tick: tick.value,
  });
}

/** All of ρ is for the averages: what becomes of a block cannot make a run fail. */
function planBlocks(script: ScriptOf<'blocks'>, { epsilon, rows }: Priced): Outcome<Own<BlocksPlan>> {
  const rho = rhoFor({ epsilon, delta: statedDelta });
  if (rho < 1n) return refuse('E_INPUT', `Cannot price the program: ε must be larger; got ${epsilon}`);
  const tick = blocksTick({ count: script.count, callMillis: script.callMillis, rows });
  if (!tick.ok) return tick;
  const cost = { rho, delta: attoDelta(0n) };
  return accept({ mode: 'blocks', script, declared: declaredNumbers(script.results), cost, tick: tick.value });
}

function requireRanges(results: readonly Result[]): Outcome<void> {
  const empty = results.find(({ lo, hi }) => !(lo < hi));
  if (!empty) return accept(undefined);
  const { name, lo, hi } = empty;
  return refuse('E_INPUT', `Cannot hand out ${name}: lo must be below hi; got ${lo} and ${hi}`);
}

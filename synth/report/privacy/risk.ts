/**
 * What the success of an attack means: only what it has beyond the same attack on strangers, and only where it beats guessing.
 *
 * @see Giomi et al. 2023 (Anonymeter), §3: Wilson rates, risk = (r_attack − r_control) / (1 − r_control)
 */
import type { Attack, Estimate } from '../schema.ts';
import { deviations } from './limits.ts';

/** `value` and what lies `deviations` standard errors about it, from 0 to 1. */
export function estimateOf(value: number, error: number): Estimate {
  return { value, lower: inside(value - deviations * error), upper: inside(value + deviations * error) };
}

function inside(value: number): number {
  return Math.min(1, Math.max(0, value));
}

interface Rate {
  readonly value: number;
  /** Half the width of the interval. */
  readonly margin: number;
}

/** Wilson's interval of a share. */
export function wilsonRate(successes: number, trials: number, z = deviations): Rate {
  const n = trials + z * z;
  const spread = (successes * (trials - successes)) / trials + (z * z) / 4;
  return { value: (successes + (z * z) / 2) / n, margin: (z / n) * Math.sqrt(spread) };
}

/** The part of the attack's success that strangers do not explain. */
export function riskOf(attack: Rate, control: Rate): Estimate {
  const rest = 1 - control.value;
  const value = (attack.value - control.value) / rest;
  // Both errors, each by the slope of the risk in it.
  const margin = Math.hypot(attack.margin / rest, ((1 - attack.value) / rest ** 2) * control.margin);
  return { value: inside(value), lower: inside(value - margin), upper: inside(value + margin) };
}

export interface Tally extends Pick<Attack, 'name' | 'secret' | 'attacks'> {
  /** Successes among as many members, strangers, and guesses about members. */
  readonly members: number;
  readonly strangers: number;
  readonly guesses: number;
}

export function attackOf({ name, secret, attacks, members, strangers, guesses }: Tally): Attack {
  const risk = riskOf(wilsonRate(members, attacks), wilsonRate(strangers, attacks));
  return {
    name,
    secret,
    attacks,
    members: members / attacks,
    strangers: strangers / attacks,
    baseline: guesses / attacks,
    risk,
    void: members <= guesses,
  };
}

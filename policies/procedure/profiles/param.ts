/** Makers of parameters: what a value rests on is said where the value is. */
import type { DayParam, Param } from './profile.ts';

/** The regulation says so, in this article. */
export function text<const T>(value: T, source: string): Param<T> {
  return { value, basis: 'text', source };
}

/** The regulation says so in principle 原则上: a reasoned extension is possible. */
export function inPrinciple(value: number, source: string): DayParam {
  return { ...text(value, source), extendable: true };
}

/** The regulation is silent; the value is our recommendation. */
export function open<const T>(value: T): Param<T> {
  return { value, basis: 'default' };
}

/** It does not apply in this place; the value is what the product does all the same. */
export function none<const T>(value: T): Param<T> {
  return { value, basis: 'none' };
}

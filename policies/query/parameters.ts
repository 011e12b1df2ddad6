/** Values in the place of `$name`: a parameter becomes a constant of the syntax tree, and its text never passes through SQL. */
import { stop } from './stop.ts';
import type { Literal } from './syntax.ts';

/** What a parameter may be. */
export type ParameterValue = string | number | boolean;

/** The value of one parameter in one run. */
export interface Given {
  readonly name: string;
  readonly value: ParameterValue;
}

/**
 * The constant that stands for `$name`. Stops with E_PARAMETER for a name that has no value, and for a value that the engine could read as
 * another one: a whole number beyond 2⁵³, a text with NUL.
 */
export function literalFor(name: string, given: readonly Given[]): Literal {
  const found = given.find((parameter) => parameter.name === name);
  if (!found) {
    const declared = given.map((parameter) => parameter.name).join(', ') || 'none';
    return stop('E_PARAMETER', `Cannot use $${name}: must be a declared parameter; got ${declared} declared`);
  }
  const { value } = found;
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'string') {
    if (value.includes('\0')) return stop('E_PARAMETER', `Cannot use $${name}: must be a text without NUL`);
    return { type: 'string', text: value };
  }
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return stop('E_PARAMETER', `Cannot use $${name}: must be a number below 2^53; got ${value}`);
  }
  return { type: 'number', text: String(value) };
}

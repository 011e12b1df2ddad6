/** A text and the options that say how it is read → the body of a question to simulation data. */
import type { CommonOptions } from './options.ts';
import { UsageError } from './verb.ts';

export type Reading = Pick<CommonOptions, 'lane' | 'epsilon' | 'profile' | 'set'>;

/** A price makes no sense in the exact lane, so that naming one asks for the private. */
export function askOf(sql: string, { lane, epsilon, profile, set }: Reading) {
  const asked = lane ?? (epsilon === undefined ? undefined : 'private');
  return {
    sql,
    ...(asked && { lane: asked }),
    ...(epsilon !== undefined && { privacy: { epsilon } }),
    ...(profile && { profile }),
    ...(set !== undefined && { parameters: set.split(',').map(parameterOf) }),
  };
}

/** Numbers and true or false are what they look like; everything else is a text. */
function parameterOf(written: string): { readonly name: string; readonly value: string | number | boolean } {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(written.trim()) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(`Cannot read --set: must be name=value; got ${written}`);
  if (value === 'true' || value === 'false') return { name, value: value === 'true' };
  return { name, value: /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value };
}

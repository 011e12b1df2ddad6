/** Back from an export to the data, and forth from the data to whoever has it. */
import { describe, expect, test } from 'vitest';
import { graphOf, traceOf, type Direction } from '#policies/procedure/trace.ts';
import { lifeNames } from '../any-command.ts';
import { worldAt } from '../journey.ts';
import { World } from '../world.ts';

const world = worldAt('released');

function names(start: string, direction: Direction, from: World = world): readonly string[] {
  const lookup = { get: from.get.bind(from), all: from.all.bind(from) };
  return traceOf(graphOf(lookup, lifeNames), { start, direction }).nodes.map(({ name }) => name);
}

describe('AO-27-4 SH-27-4', () => {
  test('SH-18-1 SH-18-2 GD-18-6 an export leads back to run, program, agreement, application, registration, dataset and its version', () => {
    const found = names('export/exp1', 'back');
    const kinds = ['run', 'program', 'agreement', 'application', 'registration', 'snapshot', 'catalogEntry'];
    for (const kind of kinds)
      expect(
        found.some((name) => name.startsWith(`${kind}/`)),
        kind,
      ).toBe(true);
    expect(found[0]).toBe('export/exp1');
  });

  test('SH-18-1 SH-18-2 GD-18-6 a dataset leads forth to every run and export of it, and to the recipients', () => {
    const found = names('catalogEntry/social_insurance', 'forth');
    expect(found).toContain('run/run1');
    expect(found).toContain('export/exp1');
    expect(found.some((name) => name.startsWith('recipient/'))).toBe(true);
  });

  test('what is not released has reached nobody', () => {
    const found = names('catalogEntry/social_insurance', 'forth', worldAt('filed'));
    expect(found).toContain('export/exp1');
    expect(found.filter((name) => name.startsWith('recipient/'))).toEqual([]);
  });

  test('back and forth are each other’s mirror', () => {
    const all = names('catalogEntry/social_insurance', 'forth');
    for (const name of all) expect(names(name, 'back'), name).toContain('catalogEntry/social_insurance');
  });

  test('an unknown name has no trace', () => {
    expect(names('export/none', 'back')).toEqual([]);
  });
});

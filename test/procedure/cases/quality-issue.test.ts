/** Quality: reported by whoever uses it, mended by whose it is, and looked at by somebody else. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aDimension } from '#policies/procedure/cases/quality-issue.ts';
import { lives, type CommandOf } from '#policies/procedure/lives.ts';
import { qualityScore, qualityWeights } from '#policies/procedure/quality-score.ts';
import { entryId } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const { ana, abe, pia, olga, dora, dana } = people;
type Report = CommandOf<'qualityIssue'> & { readonly type: 'report' };
const report = (change: Partial<Report> = {}): Report => ({
  type: 'report',
  entry: entryId('social_insurance'),
  kind: 'quality',
  dimension: 'accuracy',
  facts: 'paid less than nothing',
  ...change,
});
const note = 'n';

function assigned(reporter = ana): World {
  const world = worldAt('published');
  world.do('qualityIssue', 'q1', reporter, report());
  world.do('qualityIssue', 'q1', olga, { type: 'triage', severity: 'major', note });
  world.do('qualityIssue', 'q1', olga, { type: 'assign', note });
  return world;
}

function fixed(): World {
  const world = assigned();
  world.do('qualityIssue', 'q1', dora, { type: 'begin_fix', note });
  world.do('qualityIssue', 'q1', dora, { type: 'fix', resolution: 'corrected at the source' });
  return world;
}

const said = (change: object) => lives.qualityIssue.command.safeParse({ ...report(), ...change }).success;

describe('GD-18-1 AO-10-1 GD-30-1 SH-20-1 whoever uses data says what is wrong with it', () => {
  test.each([ana, pia, olga])('$role', (actor) => {
    expect(codesOf(worldAt('published').try('qualityIssue', 'q1', actor, report()))).toEqual(['accepted']);
  });

  test('GD-30-1 of four kinds and five properties, about what there is', () => {
    for (const kind of ['attribute', 'quality', 'error_omission', 'other']) expect(said({ kind })).toBe(true);
    for (const dimension of aDimension.options) expect(said({ dimension })).toBe(true);
    expect(said({ kind: 'rumour' }) || said({ dimension: 'beauty' })).toBe(false);
    const world = worldAt('published');
    const about = (change: Partial<Report>) => codesOf(world.try('qualityIssue', 'q1', ana, report(change)));
    expect(about({ entry: entryId('nothing') })).toEqual(['E_INPUT']);
    expect(about({ table: 'nothing' })).toEqual(['E_INPUT']);
    expect(about({ columns: ['paid_cny'] })).toEqual(['E_INPUT']);
    expect(about({ table: 'social_insurance', columns: ['nothing'] })).toEqual(['E_INPUT']);
    expect(about({ table: 'social_insurance', columns: ['paid_cny'] })).toEqual(['accepted']);
  });
});

describe('AO-10-1 the department of the entry mends it within its period', () => {
  test('no other department, and nobody else', () => {
    const begin = { type: 'begin_fix', note } as const;
    expect(codesOf(assigned().try('qualityIssue', 'q1', dana, begin))).toEqual(['E_NOT_FOUND']);
    expect(codesOf(assigned().try('qualityIssue', 'q1', olga, begin))).toEqual(['E_ROLE']);
  });

  test('it is mended when somebody else has looked, and is with the department again when not', () => {
    const world = fixed();
    expect(codesOf(world.try('qualityIssue', 'q1', dora, { type: 'verify', note }))).toEqual(['E_ROLE']);
    expect(
      codesOf(world.try('qualityIssue', 'q1', { ...olga, person: dora.person }, { type: 'verify', note })),
    ).toContain('E_SEPARATION');
    expect(world.do('qualityIssue', 'q1', abe, { type: 'reopen', reason: 'still wrong' }).state).toBe('reopened');
    world.do('qualityIssue', 'q1', dora, { type: 'begin_fix', note });
    world.do('qualityIssue', 'q1', dora, { type: 'fix', resolution: 'again' });
    expect(world.do('qualityIssue', 'q1', olga, { type: 'verify', note }).state).toBe('verified');
  });

  test('a stranger of the public neither verifies nor reopens what another reported', () => {
    const world = assigned(pia);
    world.do('qualityIssue', 'q1', dora, { type: 'begin_fix', note });
    world.do('qualityIssue', 'q1', dora, { type: 'fix', resolution: 'done' });
    expect(codesOf(world.try('qualityIssue', 'q1', people.paul, { type: 'verify', note }))).toEqual(['E_NOT_FOUND']);
  });

  test('the clock runs while it is with the department, and again after reopening', () => {
    expect(lives.qualityIssue.clocks?.[0]).toMatchObject({
      days: 'quality_fix_days',
      runs: ['assigned', 'fixing', 'reopened'],
      duty: 'source_department',
      escalates: 'competent_authority',
    });
  });
});

describe('SH-20-1 qualityScore', () => {
  const states = ['reported', 'triaged', 'assigned', 'fixing', 'fixed', 'reopened', 'verified', 'rejected'] as const;
  const anIssue = fc.record({
    entry: fc.constantFrom(entryId('a'), entryId('b')),
    state: fc.constantFrom(...states),
    dimension: fc.constantFrom(...aDimension.options),
    severity: fc.constantFrom('minor' as const, 'major' as const, 'critical' as const),
  });

  test('is 100 where nothing is known, and counts an open issue in its property alone', () => {
    expect(qualityScore('a', []).mean).toBe(100);
    const open = { entry: entryId('a'), state: 'assigned', dimension: 'accuracy', severity: 'critical' } as const;
    const { properties, mean } = qualityScore('a', [open]);
    expect(properties).toMatchObject({ accuracy: 60, timeliness: 100 });
    expect(mean).toBe(92);
    expect(qualityScore('a', [{ ...open, state: 'verified' }]).properties.accuracy).toBe(
      100 - qualityWeights.critical / 5,
    );
    expect(qualityScore('a', [{ ...open, state: 'rejected' }]).mean).toBe(100);
  });

  test('stays from 0 to 100, is not raised by a further issue, and knows nothing of other entries', () => {
    fc.assert(
      fc.property(fc.array(anIssue, { maxLength: 40 }), anIssue, (issues, more) => {
        const [before, after] = [qualityScore('a', issues), qualityScore('a', [...issues, more])];
        for (const dimension of aDimension.options) {
          expect(before.properties[dimension]).toBeGreaterThanOrEqual(0);
          expect(after.properties[dimension]).toBeLessThanOrEqual(before.properties[dimension]);
        }
        if (more.entry === 'b') expect(after).toEqual(before);
      }),
    );
  });
});

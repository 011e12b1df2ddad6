/** Demands and the study of them: whoever asks is told, only whose data it is answers, and being late answers nothing. */
import { describe, expect, test } from 'vitest';
import { lives, type CommandOf } from '#policies/procedure/lives.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { entryId, instant, orgId } from '#policies/units.ts';
import { onConditions } from '#synth/city/entries/opening.ts';
import { anEntry } from '../../catalog/builders.ts';
import { codesOf, wordsOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const { ana, rival, pia, paul, olga, dora, dana, gus, cora, system } = people;
type Submit = CommandOf<'demand'> & { readonly type: 'submit' };
const asked = (change: Partial<Submit> = {}): Submit => ({
  type: 'submit',
  scenario: 'credit',
  wanted: 'water consumption',
  purpose: 'score small enterprises',
  value: 'fewer defaults',
  channel: 'online',
  ...change,
});

/** Asked by one of the public, registered for the human resources bureau. */
function registered(): World {
  const world = worldAt('published');
  world.do('demand', 'd1', pia, asked());
  world.do('demand', 'd1', olga, { type: 'register', department: orgId('hr_bureau') });
  return world;
}

const answers = [
  { type: 'evaluate', note: 'n' },
  { type: 'reject', reason: 'r' },
] as const;

describe('GY-03 SH-17-1 AO-16-3 GD-15-5 GZ-06 anybody asks for data, of the catalog or not in it', () => {
  test.each([
    ['a vendor', ana],
    ['the public', pia],
  ])('%s, on the platform', (_, actor) => {
    expect(codesOf(worldAt('published').try('demand', 'd1', actor, asked()))).toEqual(['accepted']);
    const inside = asked({ entry: entryId('social_insurance') });
    expect(codesOf(worldAt('published').try('demand', 'd1', actor, inside))).toEqual(['accepted']);
  });

  test('at the counter, written down by the operator with the name of who asked, and by nobody else', () => {
    const offline = asked({ channel: 'offline', requester: '某公司' });
    const world = worldAt('published');
    expect(codesOf(world.try('demand', 'd1', olga, offline))).toEqual(['accepted']);
    expect(codesOf(world.try('demand', 'd2', olga, asked()))).toEqual(['E_INPUT']);
    expect(codesOf(world.try('demand', 'd2', olga, asked({ channel: 'offline' })))).toEqual(['E_INPUT']);
    expect(codesOf(world.try('demand', 'd2', pia, offline))).toEqual(['E_INPUT']);
  });
});

test('GZ-07 GD-15-5 only the department that was asked answers; to another there is no such demand', () => {
  for (const command of answers) {
    expect(codesOf(registered().try('demand', 'd1', dana, command))).toEqual(['E_NOT_FOUND']);
    expect(codesOf(registered().try('demand', 'd1', olga, command))).toEqual(['E_ROLE']);
    expect(codesOf(registered().try('demand', 'd1', dora, command))).toEqual(['accepted']);
  }
});

test('AO-16-3 a foreign vendor, or another of the public, finds nothing', () => {
  const world = worldAt('published');
  world.do('demand', 'd1', ana, asked());
  const again = world.try('demand', 'd1', rival, asked());
  expect(codesOf(again)).not.toEqual(['accepted']);
  expect(lives.demand.ownerOf(world.must('demand', 'd1'))).toEqual({ role: 'vendor', org: ana.org });
  world.do('demand', 'd2', pia, asked());
  expect(lives.demand.ownerOf(world.must('demand', 'd2')).org).not.toBe(paul.org);
});

const match = (id: string) => ({ type: 'match', entries: [entryId(id)] }) as const;

test('AO-07-5 AO-16-4 what the catalog has is matched to it, and only to what is published', () => {
  const world = registered();
  expect(codesOf(world.try('demand', 'd1', olga, match('nothing')))).toEqual(['E_INPUT']);
  world.do('demand', 'd1', olga, match('social_insurance'));
  expect(world.do('demand', 'd1', olga, { type: 'close', answer: 'see the catalog' }).state).toBe('closed');
});

function accepted(demands?: readonly string[]): World {
  const world = registered();
  world.do('demand', 'd1', dora, { type: 'evaluate', note: 'n' });
  world.do('demand', 'd1', dora, { type: 'accept', reason: 'useful' });
  world.change('catalogEntry', 'social_insurance', (doc) => {
    const opening = onConditions({ theme: 't', summary: 's', ...(demands && { demands }) });
    return { ...doc, entry: anEntry({ opening }) };
  });
  return world;
}

describe('AO-17-1 what is described because it was asked for', () => {
  const catalogue = { type: 'catalogue', entries: [entryId('social_insurance')] } as const;

  test('entry and demand name each other', () => {
    expect(codesOf(accepted().try('demand', 'd1', dora, catalogue))).toEqual(['E_INPUT']);
    expect(wordsOf(accepted(['d9']).try('demand', 'd1', dora, catalogue))).toContain('opening.demands names d1');
    expect(accepted(['d1']).do('demand', 'd1', dora, catalogue)).toMatchObject({ state: 'catalogued' });
  });

  test('it can be provided first, and whoever asked is told in the end', () => {
    const world = accepted(['d1']);
    world.do('demand', 'd1', dora, { type: 'provide', how: 'on the platform' });
    world.do('demand', 'd1', dora, catalogue);
    expect(codesOf(world.try('demand', 'd1', dana, { type: 'close', answer: 'a' }))).toEqual(['E_NOT_FOUND']);
    expect(world.do('demand', 'd1', dora, { type: 'close', answer: 'there it is' }).answer).toBe('there it is');
  });

  const open = { type: 'open', demands: ['d1'], question: 'extend?' } as const;
  const decide = {
    type: 'decide',
    outcome: 'extend',
    duties: [{ department: orgId('hr_bureau'), what: 'water' }],
    reason: 'asked often',
  } as const;

  test('the authority decides when departments, agency and operator have spoken, and not before', () => {
    const world = registered();
    expect(codesOf(world.try('catalogExtension', 'e1', gus, open))).toEqual(['E_ROLE']);
    expect(codesOf(world.try('catalogExtension', 'e1', cora, { ...open, demands: ['d9'] }))).toEqual(['E_INPUT']);
    world.do('catalogExtension', 'e1', cora, open);
    expect(wordsOf(world.try('catalogExtension', 'e1', cora, decide))).toContain(
      'source_department, data_agency, operator',
    );
    for (const actor of [dora, gus]) world.do('catalogExtension', 'e1', actor, { type: 'contribute', opinion: 'yes' });
    expect(codesOf(world.try('catalogExtension', 'e1', cora, decide))).toEqual(['E_STATE']);
    world.do('catalogExtension', 'e1', olga, { type: 'contribute', opinion: 'yes' });
    expect(codesOf(world.try('catalogExtension', 'e1', cora, { ...decide, duties: [] }))).toEqual(['E_INPUT']);
    const { participants } = world.do('catalogExtension', 'e1', cora, decide);
    expect(participants?.map(({ role }) => role)).toEqual(['source_department', 'data_agency', 'operator']);
  });
});

const clock = (id: string) => lives.demand.clocks?.find((one) => one.id === id);

describe('GZ-07 GZ-08 the two periods of Guangzhou', () => {
  test('GY-03 five working days to say no, twenty to provide, from receipt by the department', () => {
    expect(clock('eligibility')).toMatchObject({
      days: 'demand_reject_days',
      runs: ['registered'],
      duty: 'source_department',
    });
    expect(clock('provision')).toMatchObject({
      days: 'demand_accept_days',
      from: 'receipt',
      duty: 'source_department',
    });
    const { demand_reject_days: no, demand_accept_days: yes } = profiles.guangzhou.days;
    expect([no.value, no.basis, yes.value, yes.basis]).toEqual([5, 'text', 20, 'text']);
  });

  test('being late neither accepts nor rejects', () => {
    const world = registered();
    world.now = instant('2027-01-01T00:00:00.000Z');
    for (const command of [
      { type: 'accept', reason: 'r' },
      { type: 'reject', reason: 'r' },
    ] as const)
      expect(codesOf(world.try('demand', 'd1', system, command))).toEqual(['E_ROLE']);
    expect(lives.demand.due).toBeUndefined();
    expect(world.do('demand', 'd1', dora, { type: 'reject', reason: 'not ours' }).state).toBe('rejected');
  });
});

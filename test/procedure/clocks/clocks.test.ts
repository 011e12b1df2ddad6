/** The clocks of all lives, as tables: each speaks of states and events that there are, and whoever owes a move can make one. */
import { expect, test } from 'vitest';
import type { Life, LifeTypes } from '#policies/procedure/decider.ts';
import type { Clock } from '#policies/procedure/life.ts';
import { lives } from '#policies/procedure/lives.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';

const all = Object.entries(lives) as unknown as readonly (readonly [string, Life<LifeTypes>])[];
const rows = all.flatMap(([name, life]) =>
  (life.clocks ?? []).map((clock) => [`${name}.${clock.id}`, life, clock] as const),
);

test.each(rows)('DC-17 %s runs in states that there are, and never stands still where it runs', (_, life, clock) => {
  const states = Object.keys(life.states);
  expect(states).toEqual(expect.arrayContaining([...clock.runs, ...(clock.stops ?? [])]));
  expect(clock.runs.length).toBeGreaterThan(0);
  expect(clock.stops?.filter((state) => clock.runs.includes(state)) ?? []).toEqual([]);
  expect(profiles.guangzhou.days[clock.days].value).toBeGreaterThan(0);
});

/** What ends it is a move of another life: an agreement is signed. */
const elsewhere = ['application.agreement'];

test.each(rows.filter(([name]) => !elsewhere.includes(name)))(
  'SH-43-1 %s is owed by a role that can end it, and escalates to another',
  (_, life, clock) => {
    const ways = Object.values(life.moves).filter(({ from }) => from.some((state) => clock.runs.includes(state)));
    expect(ways.flatMap(({ by }) => by)).toContain(clock.duty);
    expect(clock.escalates).not.toBe(clock.duty);
  },
);

test('clocks have ids of their own within their life', () => {
  for (const [name, life] of all) {
    const ids = (life.clocks ?? []).map(({ id }) => id);
    expect(new Set(ids).size, name).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z_]{0,40}$/);
  }
});

/** §3: what has a number, or was given a recommended one, and the life that it is of. */
const expected: Readonly<Record<string, Pick<Clock, 'days' | 'duty' | 'from'>>> = {
  'registration.accept': { days: 'registration_accept_days', duty: 'operator', from: 'receipt' },
  'registration.decide': { days: 'vendor_registration_days', duty: 'operator', from: 'acceptance' },
  'registration.review_refusal': { days: 'agency_confirm_days', duty: 'data_agency', from: 'receipt' },
  'application.operator_check': { days: 'operator_check_days', duty: 'operator', from: 'receipt' },
  'application.source_department_review': {
    days: 'source_department_review_days',
    duty: 'source_department',
    from: 'receipt',
  },
  'application.district_review': { days: 'district_review_days', duty: 'district_authority', from: 'receipt' },
  'application.agency_review': { days: 'agency_review_days', duty: 'data_agency', from: 'receipt' },
  'application.reply': { days: 'conditional_reply_days', duty: 'source_department', from: 'receipt' },
  'export.filing': { days: 'filing_accept_days', duty: 'data_agency', from: 'receipt' },
  'browseRequest.permit': { days: 'browse_days', duty: 'data_agency', from: 'receipt' },
};

test.each(Object.entries(expected))(
  'AO-14-3 AO-19-2 AO-19-3 AO-19-4 GD-21-2 SH-12-3 %s is as §3 has it',
  (name, clock) => {
    const found = rows.find(([row]) => row === name)?.[2];
    expect(found).toMatchObject(clock);
  },
);

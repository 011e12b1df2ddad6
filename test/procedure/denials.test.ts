/** Refusals tell something: a legal group has a few of them, for each dataset and month. */
import { describe, expect, test } from 'vitest';
import { deniedPerMonth, legalGroup, requireDenialsLeft, spentOn, type Denial } from '#policies/procedure/denials.ts';
import type { Finding } from '#policies/procedure/export-votes.ts';
import { entryId, instant, orgId, sha256, snapshotId } from '#policies/units.ts';
import { aProduct, aResult, suppressed } from './commands.ts';
import { codesOf, wordsOf } from './expect.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';
import type { World } from './world.ts';

const { ana, abe, olga, system } = people;
const entry = entryId('social_insurance');
const now = instant('2026-03-02T01:30:00.000Z');
const history = { run: 'run1', code: 'E_HISTORY', verdict: 'fail' } as const;
const probing = { run: 'run1', code: 'probing', verdict: 'notice' } as const;
const draft = { type: 'draft', agreement: 'agr1', product: aProduct() } as const;

function aDenial(at: number, change: Partial<Denial> = {}): Denial {
  const request = sha256(at.toString(16).padStart(64, '0'));
  return { at: now, entries: [entry], request, weight: 1, ...change };
}

const many = (count: number, change: Partial<Denial> = {}) =>
  Array.from({ length: count }, (_, at) => aDenial(at, change));

/** Submits export `id` and has it blocked with these findings. */
function blocked(world: World, id: string, findings: readonly Finding[]) {
  world.do('export', id, ana, draft);
  world.do('export', id, ana, { type: 'submit' });
  world.do('export', id, system, { type: 'begin_auto_check' });
  return world.do('export', id, system, { type: 'block', findings });
}

/** Another result of the run, so that the request is another. */
function refreshed(world: World, day: number): void {
  const at = String(day).padStart(2, '0');
  world.change('run', 'run1', (run) => {
    const result = aResult();
    const snapshot = snapshotId(`social_insurance.2026-03-${at}`);
    return { ...run, result: { ...result, sources: result.sources.map((source) => ({ ...source, snapshot })) } };
  });
}

test('the numbers are those of disclosure.md §2.1', () => {
  expect(deniedPerMonth).toEqual({ open: 50, standard: 20, sensitive: 5 });
});

function group(vendor: string, affiliates: readonly string[]) {
  return { vendor: orgId(vendor), affiliates: affiliates.map(orgId) };
}

describe('legalGroup', () => {
  test('goes both ways and over several steps, also through who is not registered', () => {
    const registered = [group('a', ['holding']), group('b', ['holding']), group('c', ['b']), group('d', ['e'])];
    for (const vendor of ['a', 'b', 'c']) {
      expect([...legalGroup(orgId(vendor), registered)].sort()).toEqual(['a', 'b', 'c', 'holding']);
    }
    expect([...legalGroup(orgId('e'), registered)].sort()).toEqual(['d', 'e']);
    expect([...legalGroup(orgId('z'), registered)]).toEqual(['z']);
  });
});

describe('spentOn', () => {
  test('counts this month, this dataset, by weight', () => {
    const denials = [
      aDenial(1),
      aDenial(2, { weight: 2 }),
      aDenial(3, { weight: 0 }),
      aDenial(4, { at: instant('2026-02-28T23:59:59.999Z') }),
      aDenial(5, { entries: [entryId('tax_credit')] }),
    ];
    expect(spentOn(entry, { denials, resets: [] }, now)).toBe(3);
    expect(spentOn(entry, { denials, resets: [] }, instant('2026-04-01T00:00:00.000Z'))).toBe(0);
  });
  test('begins anew with a reset of this dataset', () => {
    const denials = many(3);
    const later = instant('2026-03-03T00:00:00.000Z');
    expect(spentOn(entry, { denials, resets: [{ entry, at: later }] }, later)).toBe(0);
    expect(spentOn(entry, { denials, resets: [{ entry: entryId('tax_credit'), at: later }] }, later)).toBe(3);
    const after = [...denials, aDenial(9, { at: instant('2026-03-04T00:00:00.000Z') })];
    expect(spentOn(entry, { denials: after, resets: [{ entry, at: later }] }, later)).toBe(1);
  });
});

test.each(Object.entries(deniedPerMonth))('requireDenialsLeft: %s has %i', (profile, limit) => {
  const left = (count: number) =>
    requireDenialsLeft('ask', [entry], {
      book: { denials: many(count), resets: [] },
      now,
      profile: profile as keyof typeof deniedPerMonth,
    });
  expect(codesOf(left(limit - 1))).toEqual(['accepted']);
  expect(codesOf(left(limit))).toEqual(['E_DENIALS']);
  expect(wordsOf(left(limit))).not.toMatch(/\d/);
});

describe('a block', () => {
  test('counts for what earlier releases say only', () => {
    expect(blocked(worldAt('quarantined'), 'exp1', [history]).denial).toMatchObject({ weight: 1, entries: [entry] });
    const other = { ...history, code: 'E_QUARANTINE' };
    expect(blocked(worldAt('quarantined'), 'exp1', [other]).denial).toBeUndefined();
  });
  test('counts double for who tries out constants', () => {
    expect(blocked(worldAt('quarantined'), 'exp1', [history, probing]).denial).toMatchObject({ weight: 2 });
  });
  test('counts nothing for the same request again, however often, and again for other data', () => {
    const world = worldAt('quarantined');
    expect(blocked(world, 'exp1', [history]).denial?.weight).toBe(1);
    for (const id of ['exp2', 'exp3']) expect(blocked(world, id, [history, probing]).denial?.weight).toBe(0);
    refreshed(world, 17);
    expect(blocked(world, 'exp4', [history]).denial?.weight).toBe(1);
  });
});

test('exhausted, no export of the dataset is drafted or submitted, by nobody of the group, until the month is over', () => {
  const world = worldAt('quarantined');
  world.do('export', 'waiting', ana, draft);
  for (let at = 1; at <= deniedPerMonth.standard; at++) {
    refreshed(world, at);
    blocked(world, `exp${at}`, [history]);
  }
  for (const actor of [ana, abe]) expect(codesOf(world.try('export', 'next', actor, draft))).toEqual(['E_DENIALS']);
  expect(codesOf(world.try('export', 'waiting', ana, { type: 'submit' }))).toEqual(['E_DENIALS']);
  world.now = instant('2026-04-01T00:00:00.000Z');
  expect(codesOf(world.try('export', 'next', ana, draft))).toEqual(['accepted']);
});

test('two affiliates have one budget', () => {
  const world = worldAt('quarantined');
  const denials = many(deniedPerMonth.standard);
  const asked = (of: string) => {
    world.foreign = [{ vendor: orgId(of), denials }];
    return codesOf(world.try('export', 'next', ana, draft));
  };
  expect(asked('fintech_holding')).toEqual(['E_DENIALS']);
  expect(asked('rival_inc')).toEqual(['accepted']);
});

test('a reset of the operator opens the dataset again', () => {
  const world = worldAt('quarantined');
  world.foreign = [{ vendor: ana.org, denials: many(deniedPerMonth.standard) }];
  expect(codesOf(world.try('export', 'next', ana, draft))).toEqual(['E_DENIALS']);
  world.resets = [{ entry, at: world.now }];
  expect(codesOf(world.try('export', 'next', ana, draft))).toEqual(['accepted']);
});

test('probing alone is for the reviewer to know, and needs no exception', () => {
  const world = worldAt('quarantined');
  world.do('export', 'exp1', ana, draft);
  world.do('export', 'exp1', ana, { type: 'submit' });
  world.do('export', 'exp1', system, { type: 'begin_auto_check' });
  world.do('export', 'exp1', system, { type: 'clear', findings: [suppressed, probing] });
  const acknowledged = [suppressed, probing].map(({ run, code }) => ({ run, code }));
  const vote = { type: 'vote', decision: 'pass', comment: 'seen', acknowledged } as const;
  const yes = { verdict: 'pass', note: 'seen' } as const;
  const checklist = { data_security: yes, network_security: yes, personal_info: yes, trade_secret: yes };
  expect(world.do('export', 'exp1', olga, { ...vote, checklist }).state).toBe('passed');
});

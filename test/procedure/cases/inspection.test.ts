import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentHash } from '#policies/record/content-hash.ts';
import { commitmentOf, populationOf, sampleOf } from '#policies/procedure/sample.ts';
import { scoreOf } from '#policies/procedure/score.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import { orgId } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import { lookupOf, World } from '../world.ts';

const { ana, rival, olga, otto, gus, cora, carl, dora } = people;
const reason = '依规定';

describe('AO-31-4 DC-13 sampleOf', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 40 });

  test('is the same for everybody: order and repetition of the ids change nothing, and a larger sample begins with the smaller', () => {
    fc.assert(
      fc.property(fc.string(), ids, fc.nat(50), (seed, all, n) => {
        const sample = sampleOf(seed, all, n);
        expect(sample).toHaveLength(Math.min(n, all.length));
        expect(new Set(sample).size).toBe(sample.length);
        for (const id of sample) expect(all).toContain(id);
        expect(sampleOf(seed, [...all, ...all].toReversed(), n)).toEqual(sample);
        expect(sampleOf(seed, all, n + 1).slice(0, n)).toEqual(sample);
      }),
    );
  });

  test('over many seeds every id is drawn about as often', () => {
    const all = ['a', 'b', 'c', 'd', 'e'];
    const drawn = new Map<string, number>();
    for (let seed = 0; seed < 5_000; seed++)
      for (const id of sampleOf(String(seed), all, 2)) drawn.set(id, (drawn.get(id) ?? 0) + 1);
    // 2,000 each; five standard deviations are 173.
    for (const id of all) expect(Math.abs((drawn.get(id) ?? 0) - 2_000)).toBeLessThan(174);
  });

  test('a known sample: whoever has another program draws the same', () => {
    const byHand = ['e1', 'e2', 'e3'].toSorted((one, other) =>
      contentHash(['seed', one]) < contentHash(['seed', other]) ? -1 : 1,
    );
    expect(sampleOf('seed', ['e3', 'e1', 'e2'], 2)).toEqual(byHand.slice(0, 2));
  });
});

describe('AO-31-4 AO-29-3 SH-36-1 GY-29 inspection', () => {
  const seed = '抽查种子';
  const spot = { population: 'exports', size: 3, commitment: commitmentOf(seed) } as const;
  const planned = () => {
    const world = worldAt('released');
    world.do('inspection', 'ins1', gus, { type: 'plan', scope: reason, spot, vendor: orgId('fintech') });
    return world;
  };

  test('a spot check begins with the seed that was committed, and with no other; the sample follows', () => {
    const world = planned();
    expect(codesOf(world.try('inspection', 'ins1', gus, { type: 'begin' }))).toEqual(['E_INPUT']);
    expect(codesOf(world.try('inspection', 'ins1', gus, { type: 'begin', seed: '别的' }))).toEqual(['E_INPUT']);
    const begun = world.do('inspection', 'ins1', gus, { type: 'begin', seed });
    const ids = populationOf(lookupOf(world), 'exports');
    expect(begun.sample).toEqual(sampleOf(seed, ids, 3));
    expect(begun.population).toEqual({ size: 1, hash: commitmentOf('exp1') });
  });

  test('a planned one has no seed; the operator inspects nobody', () => {
    const world = worldAt('released');
    expect(codesOf(world.try('inspection', 'ins1', olga, { type: 'plan', scope: reason }))).toEqual(['E_ROLE']);
    world.do('inspection', 'ins1', gus, { type: 'plan', scope: reason });
    expect(codesOf(world.try('inspection', 'ins1', gus, { type: 'begin', seed }))).toEqual(['E_INPUT']);
    expect(world.do('inspection', 'ins1', gus, { type: 'begin' }).sample).toBeUndefined();
  });

  test('GD-32-1 findings are rectified by a day, answered by whom they concern, looked at again, and not closed before', () => {
    const world = planned();
    world.do('inspection', 'ins1', gus, { type: 'begin', seed });
    world.do('inspection', 'ins1', gus, { type: 'find', findings: [{ severity: 'serious', text: reason }] });
    expect(codesOf(world.try('inspection', 'ins1', gus, { type: 'close', conclusion: reason }))).toEqual(['E_STATE']);
    expect(codesOf(world.try('inspection', 'ins1', gus, { type: 'rectify', due: world.now }))).toEqual(['E_INPUT']);
    world.do('inspection', 'ins1', gus, { type: 'rectify', due: daysAfter(world.now, 10) });
    const answer = { type: 'answer', evidence: reason } as const;
    expect(codesOf(world.try('inspection', 'ins1', rival, answer))).toEqual(['E_NOT_FOUND']);
    world.do('inspection', 'ins1', ana, answer);
    world.do('inspection', 'ins1', gus, { type: 'recheck', result: reason });
    world.do('inspection', 'ins1', gus, { type: 'reject_answer', reason, due: daysAfter(world.now, 5) });
    world.do('inspection', 'ins1', olga, answer);
    world.do('inspection', 'ins1', gus, { type: 'recheck', result: reason });
    expect(world.do('inspection', 'ins1', gus, { type: 'close', conclusion: reason }).state).toBe('closed');
  });
});

const input = (security: number, service: number) =>
  ({
    type: 'input',
    scores: [
      { criterion: 'security', points: security },
      { criterion: 'service', points: service },
    ],
    comment: reason,
  }) as const;

const one = (org: string, role: 'vendor' | 'data_agency', points: number) => ({
  org,
  role,
  scores: [{ criterion: 'security', points }],
});

describe('AO-31-3 AO-32-1 GD-29-1 GY-30 R11 yearly evaluation', () => {
  const criteria = [
    { id: 'security', heading: '安全', weight: 3 },
    { id: 'service', heading: '服务', weight: 1 },
  ] as const;
  const opened = () => {
    const world = new World();
    world.do('evaluation', 'evl1', cora, { type: 'open', year: 2026, criteria: [...criteria] });
    return world;
  };

  test('the operator does not evaluate itself, nobody twice, and no criterion is left out', () => {
    const world = opened();
    expect(codesOf(world.try('evaluation', 'evl1', olga, input(100, 100)))).toEqual(['E_ROLE']);
    world.do('evaluation', 'evl1', dora, input(80, 60));
    expect(codesOf(world.try('evaluation', 'evl1', dora, input(10, 10)))).toEqual(['E_STATE']);
    const half = { type: 'input', scores: [{ criterion: 'security', points: 1 }], comment: reason } as const;
    expect(codesOf(world.try('evaluation', 'evl1', gus, half))).toEqual(['E_INPUT']);
  });

  test('is not scored before departments, agency and vendors were heard; the score follows from what they said', () => {
    const world = opened();
    const score = { type: 'score', opinion: reason } as const;
    world.do('evaluation', 'evl1', dora, input(80, 60));
    world.do('evaluation', 'evl1', people.dana, input(60, 60));
    world.do('evaluation', 'evl1', gus, input(90, 50));
    expect(codesOf(world.try('evaluation', 'evl1', cora, score))).toEqual(['E_STATE']);
    world.do('evaluation', 'evl1', ana, input(100, 40));
    const { result } = world.do('evaluation', 'evl1', cora, score);
    // Departments (75 + 60) / 2, agency 80, vendor 85.
    expect(result).toEqual({ total: 7750, byRole: { source_department: 6750, data_agency: 8000, vendor: 8500 } });
    expect(codesOf(world.try('evaluation', 'evl1', cora, { type: 'confirm', note: reason }))).toEqual(['E_SEPARATION']);
    world.do('evaluation', 'evl1', carl, { type: 'confirm', note: reason });
    expect(world.do('evaluation', 'evl1', carl, { type: 'circulate', circular: '通报' }).state).toBe('circulated');
  });

  test('scoreOf counts every kind of evaluator the same, however many there are', () => {
    const vendors = Array.from({ length: 99 }, (_, n) => one(`v${n}`, 'vendor', 100));
    const { total } = scoreOf([{ id: 'security', weight: 7 }], [...vendors, one('agency', 'data_agency', 0)]);
    expect(total).toBe(5000);
  });
});

describe('AO-27-3 GY-27 R13 risk assessment', () => {
  test('is closed when every risk has its evidence, by somebody else than who assessed', () => {
    const world = new World();
    const risk = (id: string) =>
      ({ id, domain: 'data_security', severity: 'high', text: reason, due: daysAfter(world.now, 20) }) as const;
    world.do('riskAssessment', 'rsk1', olga, { type: 'plan', scope: reason, kind: 'assessment' });
    const twice = { type: 'assess', risks: [risk('a'), risk('a')] } as const;
    expect(codesOf(world.try('riskAssessment', 'rsk1', olga, { ...twice, risks: [...twice.risks] }))).toEqual([
      'E_INPUT',
    ]);
    world.do('riskAssessment', 'rsk1', olga, { type: 'assess', risks: [risk('a'), risk('b')] });
    world.do('riskAssessment', 'rsk1', olga, { type: 'rectify', responsible: '安全部' });
    world.do('riskAssessment', 'rsk1', olga, { type: 'prove', risk: 'a', evidence: reason });
    expect(codesOf(world.try('riskAssessment', 'rsk1', olga, { type: 'prove', risk: 'c', evidence: reason }))).toEqual([
      'E_NOT_FOUND',
    ]);
    const close = { type: 'close', conclusion: reason } as const;
    expect(codesOf(world.try('riskAssessment', 'rsk1', cora, close))).toEqual(['E_STATE']);
    world.do('riskAssessment', 'rsk1', otto, { type: 'prove', risk: 'b', evidence: reason });
    expect(codesOf(world.try('riskAssessment', 'rsk1', olga, close))).toEqual(['E_ROLE']);
    expect(world.do('riskAssessment', 'rsk1', cora, close)).toMatchObject({ state: 'closed', settled: ['a', 'b'] });
  });
});

/** What is owed for rights: reports on the use, results returned to whose data it was. */
import { describe, expect, test } from 'vitest';
import { lives } from '#policies/procedure/lives.ts';
import { resultFeedback } from '#policies/procedure/cases/result-feedback.ts';
import { utilisationReport } from '#policies/procedure/cases/utilisation-report.ts';
import { instant, orgId } from '#policies/units.ts';
import { aProduct } from '../commands.ts';
import { codesOf } from '../expect.ts';
import { requestRun, worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const { ana, rival, olga, dora, dana, gus, system } = people;
const reason = 'as agreed';
const filled = { use: 'scoring', results: 'one metric', effects: 'faster', incidents: 'none', exports: [] } as const;
const id = 'agr1.report1';

/** Half a year on, the first report is called. */
function called(stage: Parameters<typeof worldAt>[0] = 'quarantined'): World {
  const world = worldAt(stage);
  world.now = instant('2026-09-02T01:30:00.000Z');
  world.do('agreement', 'agr1', system, { type: 'call_report' });
  return world;
}

const draftExport = (world: World) =>
  world.try('export', 'exp2', ana, { type: 'draft', agreement: 'agr1', product: aProduct() });

/** Twenty working days: 2 September 2026 is not counted, Sunday the 20th is worked, Friday the 25th is off. */
const dueBy = instant('2026-09-30T16:00:00.000Z');

describe('AO-27-6 GD-26-1 SH-25-1 the agreement calls each report, and says until when', () => {
  test('the report is of its agreement and has the working days of the profile', () => {
    const report = called().must('utilisationReport', id);
    expect(report).toMatchObject({ state: 'due', agreement: 'agr1', vendor: 'fintech', number: 1, dueBy });
  });

  test('SH-26-1 it is submitted by its vendor, of its own exports, and accepted by the operator', () => {
    const world = called('released');
    const submit = { type: 'submit', ...filled } as const;
    expect(codesOf(world.try('utilisationReport', id, rival, submit))).toEqual(['E_NOT_FOUND']);
    expect(codesOf(world.try('utilisationReport', id, olga, submit))).toEqual(['E_ROLE']);
    expect(codesOf(world.try('utilisationReport', id, ana, { ...submit, exports: ['exp9'] }))).toEqual(['E_INPUT']);
    world.do('utilisationReport', id, ana, { ...submit, exports: ['exp1'] });
    expect(codesOf(world.try('utilisationReport', id, ana, { type: 'accept' } as never))).toEqual(['E_ROLE']);
    expect(world.do('utilisationReport', id, olga, { type: 'accept' }).state).toBe('accepted');
    expect(utilisationReport.moves['accept']?.tell).toEqual(['source_department']);
  });

  test('a returned one is owed again, with a new period', () => {
    const world = called();
    world.do('utilisationReport', id, ana, { type: 'submit', ...filled });
    world.now = instant('2026-09-20T01:30:00.000Z');
    const before = world.must('utilisationReport', id).dueBy ?? '';
    const after = world.do('utilisationReport', id, olga, { type: 'return', reason }).dueBy ?? '';
    expect(after > before).toBe(true);
  });
});

describe('AO-27-6 an overdue report warns, and blocks new exports where the place says so', () => {
  test('not a moment before, and not only when the warning is written', () => {
    const world = called();
    expect(utilisationReport.due?.(world.must('utilisationReport', id), world.now)).toBeUndefined();
    expect(codesOf(draftExport(world))).toEqual(['accepted']);
    world.now = dueBy;
    expect(codesOf(world.try('export', 'exp2', ana, { type: 'submit' }))).toEqual(['E_OVERDUE']);
    expect(utilisationReport.due?.(world.must('utilisationReport', id), world.now)).toEqual({ type: 'warn' });
    expect(world.do('utilisationReport', id, system, { type: 'warn' }).state).toBe('overdue');
    expect(codesOf(world.try('export', 'exp2', ana, { type: 'submit' }))).toEqual(['E_OVERDUE']);
  });

  test('the report lifts the block, an acceptance is not waited for; a return brings it back in its time', () => {
    const world = called();
    world.now = dueBy;
    world.do('utilisationReport', id, system, { type: 'warn' });
    expect(codesOf(draftExport(world))).toEqual(['E_OVERDUE']);
    world.do('utilisationReport', id, ana, { type: 'submit', ...filled });
    expect(codesOf(draftExport(world))).toEqual(['accepted']);
  });

  test.each([
    ['warn', true],
    ['block_exports', false],
  ] as const)('overdueUsageReport %s with usageReport %s: nothing is blocked', (value, usageReport) => {
    const world = called();
    world.now = dueBy;
    const { switches } = world.profile;
    const changed = {
      overdueUsageReport: { value, basis: 'default' as const },
      usageReport: { value: usageReport, basis: 'default' as const },
    };
    world.profile = { ...world.profile, switches: { ...switches, ...changed } };
    expect(codesOf(draftExport(world))).toEqual(['accepted']);
  });

  test('a report of another agreement blocks nothing of this one', () => {
    const world = worldAt('quarantined');
    const other = { agreement: 'agr9', vendor: orgId('fintech'), scenario: 's2', number: 1 };
    world.do('utilisationReport', 'agr9.report1', system, { type: 'open', ...other });
    world.now = dueBy;
    expect(codesOf(draftExport(world))).toEqual(['accepted']);
  });

  test('what is owed stops no run: real use is paid for already', () => {
    const world = called('program_approved');
    world.now = dueBy;
    expect(() => requestRun(world, 'run1')).not.toThrow();
  });

  test('a report that is not due is not warned of', () => {
    expect(codesOf(called().try('utilisationReport', id, system, { type: 'warn' }))).toEqual(['E_STATE']);
  });
});

describe('AO-26-1 AO-07-9 results go back to the department whose data was used', () => {
  const prepare = {
    type: 'prepare',
    scenario: 's1_credit',
    export: 'exp1',
    department: orgId('hr_bureau'),
    content: 'contributions and arrears by district',
  } as const;

  function sent(): World {
    const world = worldAt('released');
    world.do('resultFeedback', 'f1', olga, prepare);
    world.do('resultFeedback', 'f1', olga, { type: 'send' });
    return world;
  }

  test('prepared, sent, acknowledged, used, with the times of each', () => {
    const world = sent();
    world.do('resultFeedback', 'f1', dora, { type: 'acknowledge' });
    const doc = world.do('resultFeedback', 'f1', dora, { type: 'use', effect: 'arrears are followed up' });
    expect(doc).toMatchObject({ state: 'used', effect: 'arrears are followed up' });
    expect(doc.acts.map(({ to, at }) => [to, at !== ''])).toEqual([
      ['prepared', true],
      ['sent', true],
      ['acknowledged', true],
      ['used', true],
    ]);
    const declined = sent();
    declined.do('resultFeedback', 'f1', dora, { type: 'acknowledge' });
    expect(declined.do('resultFeedback', 'f1', dora, { type: 'decline', reason }).state).toBe('not_used');
  });

  test.each([
    ['of an export that has not left', 'filed', {}],
    ['of an export that is not there', 'released', { export: 'exp9' }],
    ['of another scenario', 'released', { scenario: 's2' }],
    ['to a department whose data was not used', 'released', { department: orgId('tax_bureau') }],
  ] as const)('nothing is sent %s', (_, stage, change) => {
    const world = worldAt(stage);
    world.do('resultFeedback', 'f1', olga, { ...prepare, ...change });
    expect(world.try('resultFeedback', 'f1', olga, { type: 'send' }).ok).toBe(false);
  });

  test('another department is answered as if there were nothing; the vendor has no part in it', () => {
    expect(codesOf(sent().try('resultFeedback', 'f1', dana, { type: 'acknowledge' }))).toEqual(['E_NOT_FOUND']);
    for (const actor of [ana, gus])
      expect(codesOf(sent().try('resultFeedback', 'f1', actor, { type: 'acknowledge' }))).toEqual(['E_ROLE']);
    expect(resultFeedback.moves['send']?.tell).toEqual(['source_department']);
    expect(lives.resultFeedback.clocks?.map(({ id: name, duty }) => [name, duty])).toEqual([
      ['send', 'operator'],
      ['acknowledge', 'source_department'],
    ]);
  });
});

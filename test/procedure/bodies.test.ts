/** What the texts give to a body is that body's and nobody else's: read from the tables that every command goes by. */
import { expect, test } from 'vitest';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import type { Move } from '#policies/procedure/life.ts';
import { reports } from '#policies/procedure/reports/reports.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { orgId } from '#policies/units.ts';
import { anEntry } from '../catalog/builders.ts';
import { codesOf } from './expect.ts';
import { forwardApplication, worldAt } from './journey.ts';
import { people } from './people.ts';
import { World } from './world.ts';

const id = 'social_insurance';

/** Who makes a move by hand, of `life.move`. */
function whoOf(path: string): readonly Role[] {
  const [life = '', move = ''] = path.split('.');
  const moves: Readonly<Record<string, Move<string>>> = lives[life as LifeName].moves;
  const found = moves[move];
  if (!found) throw new Error(`no move ${path}`);
  return found.by.filter((role) => role !== 'system');
}

function expectOnly(role: Role, paths: readonly string[]): void {
  expect(paths.map((path) => [path, whoOf(path)])).toEqual(paths.map((path) => [path, [role]]));
}

test('AO-05-2 the competent authority alone consents to norms, decides appeals, opens evaluations and lets an operator begin', () => {
  expectOnly('competent_authority', [
    'norm.consent',
    'appeal.decide',
    'catalogEntry.approve',
    'catalogEntry.consent',
    'evaluation.open',
    'operatorAuthorization.grant',
    'operatorAuthorization.revoke',
  ]);
});

test('AO-05-6 a source department alone describes, mends and provides its data, and has a seat in every review', () => {
  const own = ['catalogEntry.draft', 'catalogEntry.edit', 'catalogEntry.submit', 'qualityIssue.fix'];
  expectOnly('source_department', [...own, 'provision.announce', 'demand.accept', 'fit.agree']);
  expect(whoOf('application.approve')).toContain('source_department');
  expect(whoOf('violation.sanction')).toContain('source_department');
  expect(reports['R14']?.to).toContain('source_department');
});

test('AO-06-1 the data agency alone accepts filings, lets data in and reviews norms, refusals and appeals; it inspects', () => {
  expectOnly('data_agency', [
    'export.accept_filing',
    'provision.authorize',
    'norm.pass_review',
    'registration.confirm_refusal',
    'browseRequest.permit',
    'appeal.investigate',
  ]);
  for (const move of ['plan', 'begin', 'find', 'close'])
    expect(whoOf(`inspection.${move}`)).toEqual(['data_agency', 'competent_authority']);
});

test('AO-07-5 the operator alone registers demands and matches them to the catalog', () => {
  expectOnly('operator', ['demand.register', 'demand.match']);
});

test('AO-07-7 the operator alone checks what vendors develop, and reports what is not in order', () => {
  expectOnly('operator', [
    'program.begin_review',
    'program.approve',
    'program.return',
    'export.vote',
    'registration.report_anomaly',
  ]);
});

test('GD-03-3 the department opens, the vendor uses, and neither does the part of the other', () => {
  expectOnly('source_department', ['catalogEntry.draft', 'catalogEntry.evaluate', 'catalogEntry.downgrade']);
  expectOnly('vendor', ['application.draft', 'program.draft', 'run.request', 'utilisationReport.submit']);
});

const working = ['application', 'agreement', 'program', 'export'] as const;

test('SH-15-2 SH-16-1 from application to export what is asked for and what is handled are commands of different people', () => {
  for (const life of working) {
    const moves = Object.keys(lives[life].moves).map((move) => whoOf(`${life}.${move}`));
    const [asking, handling] = [
      moves.filter((by) => by.includes('vendor')),
      moves.filter((by) => by.length > 0 && !by.includes('vendor')),
    ];
    expect([life, asking.length > 0, handling.length > 0]).toEqual([life, true, true]);
    expect(asking.every((by) => by.length === 1)).toBe(true);
  }
  const catalog = Object.keys(lives.catalogEntry.moves).flatMap((move) => whoOf(`catalogEntry.${move}`));
  for (const outside of ['vendor', 'public', 'data_subject', 'exchange'] as const)
    expect(catalog).not.toContain(outside);
});

function submitted(district?: string): World {
  const world = new World();
  const entry = anEntry(district === undefined ? {} : { district: orgId(district) });
  world.do('catalogEntry', id, people.dora, { type: 'draft', entry });
  world.do('catalogEntry', id, people.dora, { type: 'submit', evidence: '002-11', riskAssessment: 'low' });
  return world;
}

test('AO-05-5 a district authority handles the entries of its district, and no others', () => {
  const begun = [submitted('tianhe'), submitted('yuexiu'), submitted()].map((world) =>
    codesOf(world.try('catalogEntry', id, people.diego, { type: 'begin_level_review' })),
  );
  expect(begun).toEqual([['accepted'], ['E_SEPARATION'], ['E_SEPARATION']]);
});

test('AO-05-5 it reviews the applications that name its district, and no others', () => {
  const reviewed = ['tianhe', 'yuexiu', undefined].map((district) => {
    const world = worldAt('published');
    forwardApplication(world, district === undefined ? {} : { district: orgId(district) });
    return codesOf(world.try('application', 'app1', people.diego, { type: 'approve', reason: 'in order' }));
  });
  expect(reviewed[0]).toEqual(['accepted']);
  for (const refused of reviewed.slice(1)) expect(refused).not.toContain('accepted');
});

test('GD-18-1 GD-18-6 SH-18-1 that a dataset was put on, changed and taken off stands in the record, with who and when', () => {
  const world = worldAt('published');
  world.do('catalogEntry', id, people.dora, { type: 'revise', entry: anEntry({ version: 2 }) });
  world.do('catalogEntry', id, people.dora, { type: 'withdraw', reason: 'wrong' });
  const acts = world.must('catalogEntry', id).acts;
  const told = acts.filter(({ type }) => /published|revised|withdrawn/.test(type));
  expect(told.map(({ type, by, at }) => [type, by.person, at])).toEqual([
    ['catalogEntry.published', 'gus', world.now],
    ['catalogEntry.revised', 'dora', world.now],
    ['catalogEntry.withdrawn', 'dora', world.now],
  ]);
  expect(world.events('catalogEntry', id)).toHaveLength(acts.length);
});

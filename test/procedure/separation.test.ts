/** Who submits does not check, who checks does not accept, the operator is never a vendor, and nobody sees another's things. */
import { describe, expect, test } from 'vitest';
import { lives } from '#policies/procedure/lives.ts';
import { requireOwnOrg } from '#policies/procedure/roles.ts';
import { entryId, orgId } from '#policies/units.ts';
import { anEntry } from '../catalog/builders.ts';
import { aContent, allPass, aProduct, aRequest, aVote, theClauses, theMaterials } from './commands.ts';
import { codesOf, wordsOf } from './expect.ts';
import { forwardApplication, worldAt } from './journey.ts';
import { people } from './people.ts';
import { World } from './world.ts';

const { ana, abe, rival, olga, otto, mole, cousin, anaAtOperator, dora, dana, diego, gus, cora, carl, system } = people;
const reason = 'as the norm says';

describe('AO-04-8 the operator can never apply, program, run or export', () => {
  test('drafts and requests by an operator', () => {
    const world = worldAt('quarantined');
    const hash = world.must('program', 'prog1').hash;
    const run = { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters: [] } as const;
    const refusals = [
      world.try('registration', 'x', olga, { type: 'draft', materials: theMaterials() }),
      world.try('application', 'x', olga, { type: 'draft', request: aRequest() }),
      world.try('program', 'x', olga, { type: 'draft', agreement: 'agr1', content: aContent() }),
      world.try('run', 'x', olga, run),
      world.try('export', 'x', olga, { type: 'draft', agreement: 'agr1', product: aProduct() }),
    ];
    expect(refusals.map(codesOf)).toEqual(refusals.map(() => ['E_ROLE']));
  });
});

describe('AO-04-8 nobody of the vendor, its affiliates or under its hand checks its things', () => {
  const checkers = [
    ['an operator’s account in the vendor’s organization', mole],
    ['an operator’s account in an affiliate', cousin],
    ['the same person with an operator’s account', anaAtOperator],
  ] as const;

  test.each(checkers)('registration: %s', (_, actor) => {
    const world = new World();
    world.do('registration', 'reg1', ana, { type: 'draft', materials: theMaterials() });
    world.do('registration', 'reg1', ana, { type: 'submit' });
    expect(codesOf(world.try('registration', 'reg1', actor, { type: 'accept' }))).toContain('E_SEPARATION');
  });

  test.each(checkers)('application: %s', (_, actor) => {
    const world = worldAt('published');
    world.do('application', 'app1', ana, { type: 'draft', request: aRequest() });
    world.do('application', 'app1', ana, { type: 'submit' });
    expect(codesOf(world.try('application', 'app1', actor, { type: 'begin_check' }))).toContain('E_SEPARATION');
  });

  test.each(checkers)('agreement: %s', (_, actor) => {
    const world = worldAt('vendor_signed');
    const { hash } = world.must('agreement', 'agr1');
    const signed = world.try('agreement', 'agr1', actor, { type: 'sign_operator', hash });
    expect(codesOf(signed)).toContain('E_SEPARATION');
  });

  test.each(checkers)('program: %s', (_, actor) => {
    const world = worldAt('in_review');
    const { hash } = world.must('program', 'prog1');
    const approved = world.try('program', 'prog1', actor, {
      type: 'approve',
      hash,
      checklist: allPass,
      combinations: 2,
    });
    expect(codesOf(approved)).toContain('E_SEPARATION');
  });

  test.each(checkers)('export: %s', (_, actor) => {
    expect(codesOf(worldAt('operator_review').try('export', 'exp1', actor, aVote()))).toContain('E_SEPARATION');
  });
});

describe('procedure.md decision 4: who checks an export does not accept its filing', () => {
  test.each([
    ['the checker with an account of the agency', people.olgaAtAgency],
    ['an agency’s account in the operator’s organization', people.agencyInOperator],
  ])('%s', (_, actor) => {
    const accepted = worldAt('filing_submitted').try('export', 'exp1', actor, { type: 'accept_filing', receipt: 'R' });
    expect(codesOf(accepted)).toContain('E_SEPARATION');
  });
});

describe('AO-08 who describes data does not review the description', () => {
  test('another department cannot edit, submit or withdraw, and does not learn that the draft exists', () => {
    const world = new World();
    world.do('catalogEntry', 'social_insurance', dora, { type: 'draft', entry: anEntry() });
    const submit = { type: 'submit', evidence: '002-11', riskAssessment: 'low' } as const;
    const foreign = world.try('catalogEntry', 'social_insurance', dana, submit);
    expect(foreign).toEqual(world.try('catalogEntry', 'nothing', dana, submit));
    expect(codesOf(foreign)).toEqual(['E_NOT_FOUND']);
  });
  test('a department cannot describe the data of another, or under another id', () => {
    const world = new World();
    const foreign = anEntry({ department: orgId('tax_bureau') });
    expect(codesOf(world.try('catalogEntry', 'social_insurance', dora, { type: 'draft', entry: foreign }))).toEqual([
      'E_ENTRY',
    ]);
    expect(codesOf(world.try('catalogEntry', 'another', dora, { type: 'draft', entry: anEntry() }))).toEqual([
      'E_ENTRY',
    ]);
  });
  test('GD-02-2 AO-02-2 a state secret does not enter the catalog', () => {
    const entry = anEntry({ secrets: ['state_secret'] });
    const drafted = new World().try('catalogEntry', 'social_insurance', dora, { type: 'draft', entry });
    expect(codesOf(drafted)).toEqual(['E_SECRET_TABLE']);
  });
  test('the author with an account of the authority', () => {
    const world = new World();
    world.do('catalogEntry', 'social_insurance', dora, { type: 'draft', entry: anEntry() });
    world.do('catalogEntry', 'social_insurance', dora, { type: 'submit', evidence: '002-11', riskAssessment: 'low' });
    const doraAtCity = { ...cora, person: dora.person };
    const begun = world.try('catalogEntry', 'social_insurance', doraAtCity, { type: 'begin_level_review' });
    expect(codesOf(begun)).toEqual(['E_SEPARATION']);
    world.do('catalogEntry', 'social_insurance', cora, { type: 'begin_level_review' });
    expect(world.do('catalogEntry', 'social_insurance', carl, { type: 'return', reason }).state).toBe('draft');
  });
});

describe('AO-19 every reviewing body must approve, each once, each another person', () => {
  const approve = { type: 'approve', reason } as const;
  test('one body alone does not approve', () => {
    const world = worldAt('forwarded');
    expect(world.do('application', 'app1', gus, approve).state).toBe('reviewing');
    expect(codesOf(world.try('application', 'app1', gus, approve))).toContain('E_STATE');
    expect(world.do('application', 'app1', dora, approve).state).toBe('approved');
  });
  test('a department whose data is not asked for has no seat', () => {
    expect(codesOf(worldAt('forwarded').try('application', 'app1', dana, approve))).toEqual(['E_ROLE']);
    expect(codesOf(worldAt('forwarded').try('application', 'app1', diego, approve))).toEqual(['E_ROLE']);
  });
  test('AO-19-3 the district authority has a seat when the application names one', () => {
    const world = worldAt('published');
    forwardApplication(world, { district: orgId('tianhe') });
    world.do('application', 'app1', dora, approve);
    world.do('application', 'app1', gus, approve);
    expect(world.do('application', 'app1', diego, approve).state).toBe('approved');
  });
  test('AO-19-1 every department whose data is asked for has a seat, once', () => {
    const world = worldAt('published');
    const tax = entryId('tax_credit');
    const entry = anEntry({ id: tax, department: orgId('tax_bureau') });
    world.do('catalogEntry', tax, dana, { type: 'draft', entry });
    world.do('catalogEntry', tax, dana, { type: 'submit', evidence: '002-11', riskAssessment: 'low' });
    world.do('catalogEntry', tax, cora, { type: 'begin_level_review' });
    world.do('catalogEntry', tax, cora, { type: 'pass_level_review', reason });
    world.do('catalogEntry', tax, carl, { type: 'approve', reason });
    world.do('catalogEntry', tax, carl, { type: 'consent', consentId: 'C-2' });
    world.do('catalogEntry', tax, gus, { type: 'publish' });
    const [wanted] = aRequest().datasets;
    if (!wanted) throw new Error('aRequest asks for a dataset');
    forwardApplication(world, { datasets: [wanted, { ...wanted, entry: tax }, wanted] });
    expect(world.must('application', 'app1').seats).toEqual([
      { role: 'source_department', org: 'hr_bureau' },
      { role: 'source_department', org: 'tax_bureau' },
      { role: 'data_agency' },
    ]);
  });
  test('one person does not sit for two bodies', () => {
    const world = worldAt('forwarded');
    world.do('application', 'app1', gus, approve);
    const gusAtBureau = { ...dora, person: gus.person };
    expect(codesOf(world.try('application', 'app1', gusAtBureau, approve))).toEqual(['E_SEPARATION']);
  });
  test('the person who checked for the operator does not review', () => {
    const seated = worldAt('forwarded').try('application', 'app1', people.olgaAtAgency, approve);
    expect(codesOf(seated)).toEqual(['E_SEPARATION']);
  });
  test('any rejection rejects', () => {
    const world = worldAt('forwarded');
    world.do('application', 'app1', dora, approve);
    expect(world.do('application', 'app1', gus, { type: 'disapprove', reason }).state).toBe('rejected');
    const command = { type: 'draft', application: 'app1', clauses: theClauses() } as const;
    expect(codesOf(world.try('agreement', 'agr1', olga, command))).toEqual(['E_NO_RIGHTS']);
  });
});

describe('AO-14-5 a refusal is reviewed by the agency, once', () => {
  test('returned: the operator must decide again', () => {
    const world = refused();
    expect(world.must('registration', 'reg1').agencyReview).toBe('pending');
    expect(world.do('registration', 'reg1', gus, { type: 'return_refusal', reason })).toMatchObject({
      state: 'checking',
      agencyReview: 'returned',
    });
    expect(world.do('registration', 'reg1', otto, { type: 'register', reason }).state).toBe('registered');
  });
  test('confirmed: it stands', () => {
    const world = refused();
    world.do('registration', 'reg1', gus, { type: 'confirm_refusal', reason });
    expect(codesOf(world.try('registration', 'reg1', gus, { type: 'return_refusal', reason }))).toEqual(['E_STATE']);
    expect(codesOf(world.try('registration', 'reg1', olga, { type: 'register', reason }))).toEqual(['E_STATE']);
  });
  test('the person who refused does not review the refusal', () => {
    const reviewed = refused().try('registration', 'reg1', people.olgaAtAgency, { type: 'confirm_refusal', reason });
    expect(codesOf(reviewed)).toEqual(['E_SEPARATION']);
  });
});

describe('requireOwnOrg hides the things of other vendors', () => {
  test('every life answers a foreign vendor as if there were nothing', () => {
    const world = worldAt('released');
    const attempts = [
      (id: string) => world.try('registration', id, rival, { type: 'submit' }),
      (id: string) => world.try('application', id, rival, { type: 'cancel', reason }),
      (id: string) => world.try('program', id, rival, { type: 'freeze' }),
      (id: string) => world.try('export', id, rival, { type: 'submit' }),
      (id: string) => world.try('run', id, rival, { type: 'kill', reason }),
    ];
    ['reg1', 'app1', 'prog1', 'exp1', 'run1'].forEach((id, at) => {
      const foreign = attempts[at]?.(id);
      expect(foreign).toEqual(attempts[at]?.('missing'));
      expect(foreign && codesOf(foreign)).toEqual(['E_NOT_FOUND']);
      expect(foreign && wordsOf(foreign)).not.toMatch(/fintech|ana|released|registered|approved/);
    });
  });

  test('a vendor cannot export the run of another, and does not learn that it exists', () => {
    const world = worldAt('quarantined');
    const draft = (id: string) =>
      world.try('export', 'exp9', rival, { type: 'draft', agreement: 'agr1', product: aProduct({ runs: [id] }) });
    expect(wordsOf(draft('run1')).replaceAll('run1', 'ID')).toBe(wordsOf(draft('nope')).replaceAll('nope', 'ID'));
  });

  test('requireOwnOrg accepts colleagues and other roles, refuses what is missing', () => {
    const owner = lives.run.ownerOf(worldAt('running').must('run', 'run1'));
    expect(codesOf(requireOwnOrg('read', abe, owner))).toEqual(['accepted']);
    expect(codesOf(requireOwnOrg('read', olga, owner))).toEqual(['accepted']);
    expect(codesOf(requireOwnOrg('read', rival, owner))).toEqual(['E_NOT_FOUND']);
    expect(codesOf(requireOwnOrg('read', system, undefined))).toEqual(['E_NOT_FOUND']);
  });
});

function refused(): World {
  const world = new World();
  world.do('registration', 'reg1', ana, { type: 'draft', materials: theMaterials() });
  world.do('registration', 'reg1', abe, { type: 'submit' });
  world.do('registration', 'reg1', olga, { type: 'accept' });
  world.do('registration', 'reg1', olga, { type: 'check' });
  world.do('registration', 'reg1', olga, { type: 'refuse', reason });
  return world;
}

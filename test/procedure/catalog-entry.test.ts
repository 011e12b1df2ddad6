/** The catalog's entries: what is published stays, what is closed further takes rights along, and nobody reviews his own text. */
import { describe, expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { catalogEntryCommand } from '#policies/procedure/catalog-entry-commands.ts';
import { isPublished, publicEntry } from '#policies/procedure/catalog-entry-doc.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { entryId, orgId } from '#policies/units.ts';
import { onConditions } from '#synth/city/entries/opening.ts';
import { aColumn, anEntry, aTable } from '../catalog/builders.ts';
import { tryAll } from './consequences.ts';
import { codesOf, wordsOf } from './expect.ts';
import { worldAt, type Stage } from './journey.ts';
import { people } from './people.ts';
import { World } from './world.ts';

const { dora, dana, cora, carl, gus, diego, otis, olga, connie, system } = people;
const id = 'social_insurance';
const reason = 'as the norm says';
const facts = { theme: '社会保障', summary: 'what employers pay' };
const submit = { type: 'submit', evidence: '002-11', riskAssessment: 'low' } as const;
type Draft = Partial<CatalogEntry>;

const tryEntry = (world: World, actor: typeof dora, command: CommandOf<'catalogEntry'>) =>
  world.try('catalogEntry', id, actor, command);

function drafted(change: Draft = {}): World {
  const world = new World();
  world.do('catalogEntry', id, dora, { type: 'draft', entry: anEntry(change) });
  return world;
}

function revised(change: Draft = {}, stage: Stage = 'published'): World {
  const world = worldAt(stage);
  world.do('catalogEntry', id, dora, { type: 'revise', entry: anEntry({ version: 2, ...change }) });
  return world;
}

/** From `submit` on, by the people of the city. */
function review(world: World): void {
  world.do('catalogEntry', id, dora, submit);
  world.do('catalogEntry', id, cora, { type: 'begin_level_review' });
  world.do('catalogEntry', id, cora, { type: 'pass_level_review', reason });
  world.do('catalogEntry', id, carl, { type: 'approve', reason });
  world.do('catalogEntry', id, carl, { type: 'consent', consentId: 'C-2' });
  world.do('catalogEntry', id, gus, { type: 'publish' });
}

const shorter = { tables: [aTable({ columns: aTable().columns.filter(({ name }) => name !== 'paid_cny') })] };

test('AO-08-3 AO-08-5 what the public reads is the same at every step of the next version, until that is published', () => {
  const world = revised(shorter);
  const read = () => publicEntry(world.must('catalogEntry', id));
  const before = read();
  expect(before).not.toHaveProperty('evidence');
  const steps = [
    [dora, submit],
    [cora, { type: 'begin_level_review' }],
    [cora, { type: 'return', reason: 'a reason of the next' }],
    [dora, submit],
  ] as const;
  for (const [actor, command] of steps) {
    world.do('catalogEntry', id, actor, command);
    expect(read()).toEqual(before);
  }
});

describe('AO-08-3 SH-10-3 a published version stays until the next one is approved', () => {
  test('GY-06 it can be read and used in every state of the review', () => {
    const world = revised(shorter);
    const columns = () => world.must('catalogEntry', id).entry.tables[0]?.columns.map(({ name }) => name);
    const steps = [
      [dora, submit],
      [cora, { type: 'begin_level_review' }],
      [cora, { type: 'pass_level_review', reason }],
      [carl, { type: 'approve', reason }],
      [carl, { type: 'consent', consentId: 'C-2' }],
    ] as const;
    for (const [actor, command] of steps) {
      expect(isPublished(world.must('catalogEntry', id))).toBe(true);
      expect(columns()).toContain('paid_cny');
      world.do('catalogEntry', id, actor, command);
    }
    const doc = world.do('catalogEntry', id, gus, { type: 'publish' });
    expect(doc.entry.version).toBe(2);
    expect(columns()).not.toContain('paid_cny');
    expect(doc.revision).toBeUndefined();
  });

  test('GD-06-2 AO-08-6 what a version changed is kept, place by place', () => {
    const world = revised(shorter);
    review(world);
    const [version, ...others] = world.must('catalogEntry', id).history ?? [];
    expect(others).toEqual([]);
    expect(version?.version).toBe(2);
    expect(version?.changes).toContainEqual({
      path: 'tables.social_insurance.columns.paid_cny.grade',
      kind: 'removed',
      from: 'L3',
    });
    expect(version?.changes.every(({ path }) => path.includes('paid_cny'))).toBe(true);
  });

  test('a returned revision goes back to be revised, and an abandoned one leaves what was there', () => {
    const world = revised(shorter);
    world.do('catalogEntry', id, dora, submit);
    world.do('catalogEntry', id, cora, { type: 'begin_level_review' });
    expect(world.do('catalogEntry', id, carl, { type: 'return', reason }).state).toBe('revising');
    const doc = world.do('catalogEntry', id, dora, { type: 'abandon', reason });
    expect([doc.state, doc.revision, doc.entry.version]).toEqual(['published', undefined, 1]);
  });

  test('the version number is the next one; who revised does not review', () => {
    const again = { type: 'revise', entry: anEntry() } as const;
    expect(wordsOf(tryEntry(worldAt('published'), dora, again))).toContain('version must be 2; got 1');
    const world = revised();
    world.do('catalogEntry', id, dora, submit);
    const doraAtCity = { ...cora, person: dora.person };
    expect(codesOf(tryEntry(world, doraAtCity, { type: 'begin_level_review' }))).toEqual(['E_SEPARATION']);
  });

  test('another department cannot revise it, nor learn that a revision exists', () => {
    const entry = anEntry({ version: 2 });
    const foreign = worldAt('published').try('catalogEntry', id, dana, { type: 'revise', entry });
    expect(foreign).toEqual(new World().try('catalogEntry', id, dana, { type: 'revise', entry }));
  });

  test('SH-27-2 it can be withdrawn in the middle of a revision, which is gone with it', () => {
    const world = revised();
    world.do('catalogEntry', id, dora, submit);
    const doc = world.do('catalogEntry', id, olga, { type: 'withdraw', reason });
    expect([doc.state, isPublished(doc)]).toEqual(['withdrawn', false]);
  });
});

test('a first version in review is not yet there to be withdrawn', () => {
  const world = drafted();
  world.do('catalogEntry', id, dora, submit);
  expect(codesOf(tryEntry(world, dora, { type: 'withdraw', reason }))).toEqual(['E_STATE']);
});

test('SH-27-3 what was withdrawn opens again only as a new version through a fresh review', () => {
  const world = worldAt('published');
  world.do('catalogEntry', id, dora, { type: 'withdraw', reason });
  expect(codesOf(tryEntry(world, gus, { type: 'publish' }))).toEqual(['E_STATE']);
  expect(codesOf(tryEntry(world, dora, { type: 'rework', entry: anEntry() }))).toEqual(['E_ENTRY']);
  const doc = world.do('catalogEntry', id, dora, { type: 'rework', entry: anEntry({ version: 2 }) });
  expect(isPublished(doc)).toBe(false);
  review(world);
  expect(isPublished(world.must('catalogEntry', id))).toBe(true);
});

test('GD-06-2 what is retired is over', () => {
  const world = worldAt('published');
  world.do('catalogEntry', id, dora, { type: 'retire', reason });
  expect(codesOf(tryEntry(world, dora, { type: 'revise', entry: anEntry({ version: 2 }) }))).toEqual(['E_STATE']);
  expect(codesOf(tryEntry(world, dora, { type: 'rework', entry: anEntry({ version: 2 }) }))).toEqual(['E_STATE']);
});

const refused = (change: Draft) => wordsOf(tryEntry(drafted(change), dora, submit));

describe('GD-15-2 SH-10-2 an entry says what it must before it is submitted', () => {
  test('GY-06 theme, summary, format and contact: nothing is described without them', () => {
    const { opening: _, ...bare } = anEntry();
    const world = new World();
    world.do('catalogEntry', id, dora, { type: 'draft', entry: bare });
    expect(wordsOf(tryEntry(world, dora, submit))).toContain('opening must say theme');
  });

  test.each([
    ['conditions', { conditions: [] }, 'opening.conditions must name a condition'],
    ['supervision', { supervision: [] }, 'opening.supervision must name a measure'],
    ['grounds', { grounds: [] }, 'got none'],
  ])('GD-09-2 GZ-02 a conditional entry without %s is not submitted', (_, change, words) => {
    expect(refused({ opening: onConditions({ ...facts, ...change }) })).toContain(words);
  });

  test('GD-10-1 GD-11-1 GD-11-2 a ground must be of the list of the place for this attribute', () => {
    expect(refused({ opening: onConditions({ ...facts, grounds: ['state_secret'] }) })).toContain(
      'must be of consented',
    );
    const closed = { attribute: 'closed', opening: onConditions({ ...facts, grounds: ['resources'] }) } as const;
    expect(refused(closed)).toContain('must be of state_secret');
    const known = { attribute: 'closed', opening: onConditions({ ...facts, grounds: ['agreement_or_ip'] }) } as const;
    expect(refused(known)).toBe('');
  });

  test('SH-07-1 SH-08-2 Shanghai has grounds of its own', () => {
    const world = drafted({ attribute: 'closed', opening: onConditions({ ...facts, grounds: ['internal_affairs'] }) });
    expect(codesOf(tryEntry(world, dora, submit))).toEqual(['E_ENTRY']);
    world.profile = profiles.shanghai;
    expect(codesOf(tryEntry(world, dora, submit))).toEqual(['accepted']);
    const timely = drafted({ opening: onConditions({ ...facts, grounds: ['time_sensitive'] }) });
    timely.profile = profiles.shanghai;
    expect(codesOf(tryEntry(timely, dora, submit))).toEqual(['accepted']);
  });

  test('GD-12-1 all else is unconditional: such an entry has no ground, and one without a ground is such', () => {
    const columns = aTable().columns.map((column) => ({ ...column, rule: ['P'] as const }));
    const open = { attribute: 'unconditional', basis: '《条例》第三十条', tables: [aTable({ columns })] } as const;
    expect(refused({ ...open, opening: onConditions({ ...facts, grounds: ['statute'] }) })).toContain('must be empty');
    expect(refused({ ...open, opening: onConditions({ ...facts, grounds: [], conditions: [] }) })).toBe('');
  });

  test('GD-10-2 GD-14-1 GD-14-2 GZ-12 evidence and a risk assessment are mandatory, the other reviews are kept', () => {
    const world = drafted();
    const reviewed = { ...submit, legalReview: 'lawful', expertReview: 'sound' };
    expect(world.do('catalogEntry', id, dora, reviewed)).toMatchObject({
      legalReview: 'lawful',
      expertReview: 'sound',
    });
    expect(catalogEntryCommand.safeParse({ ...submit, evidence: ' ' }).success).toBe(false);
  });

  test('GD-15-3 SH-10-1 GY-14 nothing got by sharing, and nothing made of it, in any form', () => {
    expect(
      codesOf(new World().try('catalogEntry', id, dora, { type: 'draft', entry: anEntry({ origin: 'shared' }) })),
    ).toEqual(['E_ENTRY']);
    const derivation = { by: 'desensitised', record: 'hashed', from: [entryId('from_elsewhere')] } as const;
    expect(refused({ derivation })).toContain(
      'derivation.from must name what was collected; got from_elsewhere, unknown',
    );
    const world = drafted({ derivation });
    world.do('catalogEntry', 'from_elsewhere', dora, {
      type: 'draft',
      entry: anEntry({ id: entryId('from_elsewhere') }),
    });
    world.change('catalogEntry', 'from_elsewhere', (doc) => ({ ...doc, entry: { ...doc.entry, origin: 'shared' } }));
    expect(codesOf(tryEntry(world, dora, submit))).toEqual(['E_ENTRY']);
    world.change('catalogEntry', 'from_elsewhere', (doc) => ({ ...doc, entry: { ...doc.entry, origin: 'collected' } }));
    expect(codesOf(tryEntry(world, dora, submit))).toEqual(['accepted']);
  });

  test('GD-06-1 the contact of a department has a history', () => {
    const contact = { unit: '数据处', person: '新人', phone: '020-1' };
    const world = revised({ opening: onConditions({ ...facts, contact }) });
    review(world);
    const changes = world.must('catalogEntry', id).history?.[0]?.changes ?? [];
    expect(changes).toContainEqual({ path: 'opening.contact.person', kind: 'changed', from: '值班员', to: '新人' });
  });
});

describe('AO-08-4 AO-08-2 data of a district', () => {
  const tianhe = { district: orgId('tianhe') };

  test('is reviewed by that district, consolidated, and reviewed by the city', () => {
    const world = drafted(tianhe);
    world.do('catalogEntry', id, dora, submit);
    expect(codesOf(tryEntry(world, cora, { type: 'begin_level_review' }))).toEqual(['E_SEPARATION']);
    world.do('catalogEntry', id, diego, { type: 'begin_level_review' });
    expect(codesOf(tryEntry(world, cora, { type: 'pass_level_review', reason }))).toEqual(['E_SEPARATION']);
    expect(world.do('catalogEntry', id, diego, { type: 'consolidate', reason }).state).toBe('consolidated');
    expect(world.do('catalogEntry', id, cora, { type: 'begin_city_review' }).state).toBe('city_review');
    expect(world.must('catalogEntry', id).entry.district).toBe('tianhe');
  });

  test('is nothing to another district, nor is data of the city to any', () => {
    const elsewhere = drafted({ district: orgId('yuexiu') });
    elsewhere.do('catalogEntry', id, dora, submit);
    expect(codesOf(tryEntry(elsewhere, diego, { type: 'begin_level_review' }))).toEqual(['E_SEPARATION']);
    const city = drafted();
    city.do('catalogEntry', id, dora, submit);
    expect(codesOf(tryEntry(city, diego, { type: 'begin_level_review' }))).toEqual(['E_SEPARATION']);
  });
});

function asked(): World {
  const world = drafted();
  const { switches } = world.profile;
  world.profile = {
    ...world.profile,
    switches: { ...switches, chiefDataOfficerSigns: { value: true, basis: 'text', source: '004' } },
  };
  world.do('catalogEntry', id, dora, submit);
  return world;
}

describe('the chief data officer signs where the profile says so', () => {
  test('no review begins without it', () => {
    const world = asked();
    expect(codesOf(tryEntry(world, cora, { type: 'begin_level_review' }))).toEqual(['E_STATE']);
    world.do('catalogEntry', id, otis, { type: 'sign' });
    expect(codesOf(tryEntry(world, cora, { type: 'begin_level_review' }))).toEqual(['accepted']);
  });

  test('only his own department’s, and not what he wrote himself', () => {
    const foreign = { ...otis, org: dana.org };
    expect(codesOf(tryEntry(asked(), foreign, { type: 'sign' }))).toEqual(['E_NOT_FOUND']);
    const author = { ...otis, person: dora.person };
    expect(codesOf(tryEntry(asked(), author, { type: 'sign' }))).toEqual(['E_SEPARATION']);
  });
});

describe('GD-13-3 SH-07-3 GD-15-4 opening further follows an evaluation', () => {
  const closed = { attribute: 'closed', opening: onConditions({ ...facts, grounds: ['statute'] }) } as const;
  function published(): World {
    const world = drafted(closed);
    review(world);
    return world;
  }
  const further = { type: 'revise', entry: anEntry({ version: 2 }) } as const;

  test('without one that says so it is refused', () => {
    const world = published();
    expect(codesOf(tryEntry(world, dora, further))).toEqual(['E_STATE']);
    world.do('catalogEntry', id, dora, { type: 'evaluate', outcome: 'keep', finding: 'still so' });
    expect(codesOf(tryEntry(world, dora, further))).toEqual(['E_STATE']);
    world.do('catalogEntry', id, dora, { type: 'evaluate', outcome: 'upgrade', finding: 'declassified' });
    expect(codesOf(tryEntry(world, dora, further))).toEqual(['accepted']);
    review(world);
    expect(world.must('catalogEntry', id)).toMatchObject({ state: 'published', entry: { attribute: 'conditional' } });
    expect(world.must('catalogEntry', id).evaluation).toBeUndefined();
  });

  test('AO-07-4 SH-21-1 GD-13-1 SH-07-2 what was closed opens as what was made of it, with the record of how', () => {
    const derivation = { from: [entryId(id)], by: 'desensitised', record: 'ids hashed with a kept key' } as const;
    const world = published();
    const derived = anEntry({ id: entryId('derived'), derivation });
    world.do('catalogEntry', 'derived', dora, { type: 'draft', entry: derived });
    expect(world.do('catalogEntry', 'derived', dora, submit).entry.derivation).toEqual(derivation);
    const itself = anEntry({ derivation });
    expect(wordsOf(new World().try('catalogEntry', id, dora, { type: 'draft', entry: itself }))).toContain(
      'other entries',
    );
  });
});

const closed = (change: Draft = {}) =>
  anEntry({ version: 2, attribute: 'closed', opening: onConditions({ ...facts, grounds: ['statute'] }), ...change });

const downgrade = (change: Draft = {}) =>
  ({ type: 'downgrade', entry: closed(change), legalBasis: '《数据安全法》第二十一条' }) as const;

describe('GD-13-4 closing further', () => {
  test('is not a revision, and needs its legal basis', () => {
    const world = worldAt('published');
    expect(codesOf(tryEntry(world, dora, { type: 'revise', entry: closed() }))).toEqual(['E_STATE']);
    expect(world.do('catalogEntry', id, dora, downgrade())).toMatchObject({
      state: 'published',
      entry: { attribute: 'closed', version: 2 },
      legalBasis: '《数据安全法》第二十一条',
    });
  });

  test('opens nothing, changes no table, names its ground', () => {
    const refused = (change: Draft) => codesOf(tryEntry(worldAt('published'), dora, downgrade(change)));
    expect(refused({ attribute: 'conditional', opening: onConditions(facts) })).toEqual(['E_ENTRY']);
    expect(refused({ tables: [aTable({ columns: [...aTable().columns, aColumn({ name: 'more' })] })] })).toEqual([
      'E_ENTRY',
    ]);
    expect(refused({ opening: onConditions({ ...facts, grounds: [] }) })).toEqual(['E_ENTRY']);
    expect(codesOf(tryEntry(worldAt('published'), dana, downgrade()))).toEqual(['E_NOT_FOUND']);
  });

  test('suspends the agreements that reach into it, in the same transaction, and no other', () => {
    const world = worldAt('released');
    const done = tryAll(world, { life: 'catalogEntry', id, actor: dora, command: downgrade() });
    expect(codesOf(done)).toEqual(['accepted']);
    const agreement = world.must('agreement', 'agr1');
    expect([agreement.state, agreement.acts.at(-1)?.by]).toEqual(['suspended', system]);
    const other = worldAt('released');
    other.change('agreement', 'agr1', (doc) => {
      const dataScope = doc.clauses.dataScope.map((use) => ({ ...use, entry: entryId('tax_credit') }));
      return { ...doc, clauses: { ...doc.clauses, dataScope } };
    });
    tryAll(other, { life: 'catalogEntry', id, actor: dora, command: downgrade() });
    expect(other.must('agreement', 'agr1').state).toBe('active');
  });
});

describe('GD-09-3 the authority proposes another attribute', () => {
  const propose = { type: 'propose', entry: entryId(id), attribute: 'closed', reason: 'risk' } as const;
  function proposed(): World {
    const world = drafted();
    world.do('catalogEntry', id, dora, submit);
    world.do('catalogEntry', id, cora, { type: 'begin_level_review' });
    world.do('attributeProposal', 'p1', cora, propose);
    world.do('catalogEntry', id, cora, { type: 'pass_level_review', reason });
    world.do('catalogEntry', id, carl, { type: 'approve', reason });
    return world;
  }
  const consent = { type: 'consent', consentId: 'C-1' } as const;

  test('while it is open nothing is pushed; only the department answers, only the city decides', () => {
    const world = proposed();
    expect(codesOf(tryEntry(world, carl, consent))).toEqual(['E_STATE']);
    expect(codesOf(world.try('attributeProposal', 'p1', dana, { type: 'agree', answer: 'yes' }))).toEqual([
      'E_NOT_FOUND',
    ]);
    const decide = { type: 'decide', decision: 'conditional', grounds: 'as it was' } as const;
    expect(codesOf(world.try('attributeProposal', 'p1', connie, decide))).toEqual(['E_STATE']);
    world.do('attributeProposal', 'p1', dora, { type: 'disagree', answer: 'no' });
    expect(codesOf(world.try('attributeProposal', 'p1', carl, decide))).toEqual(['E_ROLE']);
    expect(codesOf(tryEntry(world, carl, consent))).toEqual(['E_STATE']);
    world.do('attributeProposal', 'p1', connie, decide);
    expect(codesOf(tryEntry(world, carl, consent))).toEqual(['accepted']);
  });

  test('what was agreed or decided binds the next version', () => {
    const world = proposed();
    world.do('attributeProposal', 'p1', dora, { type: 'agree', answer: 'yes' });
    expect(wordsOf(tryEntry(world, carl, consent))).toContain('the attribute must be closed, as was settled');
    expect(codesOf(tryEntry(world, carl, consent))).toEqual(['E_ENTRY']);
  });

  test('it must be about another attribute of an existing entry', () => {
    const same = { ...propose, attribute: 'conditional' } as const;
    expect(codesOf(worldAt('published').try('attributeProposal', 'p1', cora, same))).toEqual(['E_INPUT']);
    expect(codesOf(new World().try('attributeProposal', 'p1', cora, propose))).toEqual(['E_INPUT']);
  });
});

/** The registry of products, data that is not public, and the batches in which real data comes. */
import { describe, expect, test } from 'vitest';
import type { CommandOf } from '#policies/procedure/lives.ts';
import { lives } from '#policies/procedure/lives.ts';
import { entryId, sha256, snapshotId } from '#policies/units.ts';
import { allPass } from '../commands.ts';
import { codesOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const { ana, rival, olga, dora, dana, gus, cora, system, mole } = people;
const reason = 'as the measures say';

type Draft = Extract<CommandOf<'product'>, { type: 'draft' }>;
function aDraft(change: Partial<Draft> = {}): Draft {
  const what = { title: 'segments', form: 'data_metric', scenario: 's1_credit', agreement: 'agr1' } as const;
  const why = { payload: 'derived', benefit: 'industrial', sourceStatement: 'social insurance of the city' } as const;
  const licence = { purpose: 'pricing of small loans', recipients: ['某银行'] };
  return { type: 'draft', ...what, ...why, exports: ['exp1'], licence, ...change };
}

function register(change: Partial<Draft> = {}, world = worldAt('released')) {
  world.do('product', 'p1', ana, aDraft(change));
  return world.try('product', 'p1', olga, { type: 'register', number: 'P-1' });
}

function listed(): World {
  const world = worldAt('released');
  register({}, world);
  world.do('product', 'p1', ana, { type: 'list', venue: 'gzdex', listing: 'L-1' });
  return world;
}

describe('AO-03-3 GD-25-1 SH-25-2 a product is made of released exports of its own agreement, and says where from', () => {
  test('with form, scenario, benefit, licence and source statement it is registered', () => {
    expect(codesOf(register())).toEqual(['accepted']);
    const { sourceStatement: _, ...mute } = aDraft();
    expect(lives.product.command.safeParse(mute).success).toBe(false);
  });

  test.each([
    ['an export that has not left', 'E_STATE', {}, 'filed'],
    ['an export that is not there', 'E_STATE', { exports: ['exp1', 'exp9'] }, 'released'],
    ['another form than was checked', 'E_STATE', { form: 'data_report' }, 'released'],
    ['another scenario', 'E_SCOPE', { scenario: 's2' }, 'released'],
    [
      'a recipient outside the agreement',
      'E_SCOPE',
      { licence: { purpose: 'x', recipients: ['a broker'] } },
      'released',
    ],
  ] as const)('AO-27-7 %s is refused', (_, code, change, stage) => {
    expect(codesOf(register(change as Partial<Draft>, worldAt(stage)))).toContain(code);
  });

  test('another vendor makes no product of it, and nobody of the vendor registers his own', () => {
    const world = worldAt('released');
    world.do('product', 'p1', rival, aDraft());
    expect(world.try('product', 'p1', olga, { type: 'register', number: 'P-1' }).ok).toBe(false);
    world.do('product', 'p2', ana, aDraft());
    expect(codesOf(world.try('product', 'p2', mole, { type: 'register', number: 'P-2' }))).toEqual(['E_SEPARATION']);
    expect(codesOf(world.try('product', 'p2', ana, { type: 'register', number: 'P-2' } as never))).toEqual(['E_ROLE']);
  });
});

const basis = (kind: 'none' | 'public_channel' | 'statute') => {
  const world = worldAt('released');
  world.change('catalogEntry', 'social_insurance', (doc) => {
    const publicity = { basis: kind, evidence: 'the gazette' };
    const opening = { ...doc.entry.opening, publicity } as NonNullable<typeof doc.entry.opening>;
    return { ...doc, entry: { ...doc.entry, opening } };
  });
  return codesOf(register({ payload: 'raw' }, world));
};

describe('AO-23-1 raw public data is no product', () => {
  test('not without a basis, and none is none', () => {
    expect(codesOf(register({ payload: 'raw' }))).toEqual(['E_SCOPE']);
    expect(basis('none')).toEqual(['E_SCOPE']);
  });
  test.each(['public_channel', 'statute'] as const)('AO-04-5 but where it is public anyway: %s', (kind) =>
    expect(basis(kind)).toEqual(['accepted']),
  );
});

describe('AO-23-2 a product is traded on the approved exchange of its agreement', () => {
  test.each(['szdex', 'street_market', 'constructor'])('%s is refused', (venue) => {
    const world = worldAt('released');
    register({}, world);
    expect(codesOf(world.try('product', 'p1', ana, { type: 'list', venue, listing: 'L-1' }))).toEqual(['E_SCOPE']);
  });

  test('a recalled or expired export takes its product from the market in the same moment', () => {
    const recalled = listed();
    recalled.do('export', 'exp1', olga, { type: 'recall', reason });
    expect(recalled.must('product', 'p1').state).toBe('withdrawn');
    const suspended = listed();
    suspended.do('agreement', 'agr1', olga, { type: 'suspend', reason });
    expect(suspended.must('product', 'p1').state).toBe('withdrawn');
  });

  test('listed on the right one it can be read by the public', () => {
    expect(listed().must('product', 'p1')).toMatchObject({ state: 'listed', venue: 'gzdex' });
    expect(lives.product).toMatchObject({ readers: ['public', 'exchange'] });
  });
});

const attach = (world: World, agreement = 'agr1') =>
  codesOf(world.try('externalDataset', 'x1', ana, { type: 'attach', agreement }));

describe('AO-25-1 GD-23-1 data that is not public serves the declared scenario only', () => {
  const declare = {
    type: 'declare',
    title: 'own invoices',
    origin: 'own system',
    licence: 'own',
    dataOwner: 'Fintech',
    scenario: 's1_credit',
    columns: ['amount'],
    checksum: sha256('ef'.repeat(32)),
  } as const;

  function admitted(scenario = 's1_credit'): World {
    const world = worldAt('active');
    world.do('externalDataset', 'x1', ana, { ...declare, scenario });
    world.do('externalDataset', 'x1', olga, { type: 'admit', checklist: allPass });
    return world;
  }
  test('attached where it was declared for', () => expect(attach(admitted())).toEqual(['accepted']));

  test('not for another scenario, without agreement, to another’s, or to one that is suspended', () => {
    expect(attach(admitted('s2_energy'))).toEqual(['E_SCOPE']);
    expect(attach(admitted(), 'agr9')).toEqual(['E_NO_RIGHTS']);
    const suspended = admitted();
    suspended.do('agreement', 'agr1', olga, { type: 'suspend', reason });
    expect(attach(suspended)).toEqual(['E_NO_RIGHTS']);
    const world = worldAt('active');
    world.do('externalDataset', 'x2', rival, declare);
    world.do('externalDataset', 'x2', olga, { type: 'admit', checklist: allPass });
    const foreign = world.try('externalDataset', 'x2', rival, { type: 'attach', agreement: 'agr1' });
    expect(codesOf(foreign)).toEqual(['E_NO_RIGHTS']);
  });

  test('not before it was looked at in all four domains', () => {
    const world = worldAt('active');
    world.do('externalDataset', 'x1', ana, declare);
    expect(attach(world)).toEqual(['E_STATE']);
    const checklist = { ...allPass, personal_info: { verdict: 'fail', note: 'names in it' } } as const;
    expect(codesOf(world.try('externalDataset', 'x1', olga, { type: 'admit', checklist }))).toEqual(['E_INPUT']);
  });

  test.each(['origin', 'licence', 'dataOwner', 'scenario', 'checksum'])('without %s it is not declared', (field) => {
    expect(lives.externalDataset.command.safeParse({ ...declare, [field]: undefined }).success).toBe(false);
  });
});

describe('AO-09-1 AO-09-4 real data comes in batches that the agency lets through', () => {
  const id = entryId('social_insurance');
  const announce = {
    type: 'announce',
    entry: id,
    batch: '2026-03',
    schemaVersion: 1,
    path: 'city',
    magnitude: 4,
  } as const;
  const receive = { type: 'receive', snapshot: snapshotId('s.1'), checksum: sha256('ab'.repeat(32)) } as const;

  test('AO-29-1 announced by its department, let through by the agency, received by the system, once', () => {
    const world = worldAt('published');
    world.do('provision', 'b1', dora, announce);
    expect(codesOf(world.try('provision', 'b1', system, receive))).toEqual(['E_STATE']);
    world.do('provision', 'b1', gus, { type: 'authorize', authorization: 'A-1' });
    const doc = world.do('provision', 'b1', system, receive);
    expect(doc).toMatchObject({
      state: 'received',
      batch: '2026-03',
      schemaVersion: 1,
      magnitude: 4,
      authorization: 'A-1',
    });
    expect(codesOf(world.try('provision', 'b1', system, receive))).toEqual(['E_STATE']);
  });

  test('another department, an entry that is not published, another version of the tables', () => {
    const world = worldAt('published');
    expect(codesOf(world.try('provision', 'b1', dana, announce))).toEqual(['E_NOT_FOUND']);
    expect(codesOf(world.try('provision', 'b1', dora, { ...announce, schemaVersion: 2 }))).toEqual(['E_INPUT']);
    world.do('catalogEntry', 'social_insurance', dora, { type: 'withdraw', reason });
    expect(codesOf(world.try('provision', 'b1', dora, announce))).toEqual(['E_NO_RIGHTS']);
  });

  test('nobody but the agency lets it through', () => {
    const world = worldAt('published');
    world.do('provision', 'b1', dora, announce);
    const through = { type: 'authorize', authorization: 'A-1' } as const;
    for (const actor of [dora, olga, cora, ana])
      expect(codesOf(world.try('provision', 'b1', actor, through))).toEqual(['E_ROLE']);
  });

  test('the record has no room for the number of rows', () => {
    expect(lives.provision.command.safeParse({ ...announce, rows: 12_345 }).success).toBe(false);
    expect(lives.provision.command.safeParse({ ...announce, magnitude: 12_345 }).success).toBe(false);
  });
});

/** Registration in full: materials, the agency's review of refusals and anomalies, certificates that end. */
import { describe, expect, test } from 'vitest';
import { lives } from '#policies/procedure/lives.ts';
import { registrationTable } from '#policies/procedure/registration.ts';
import { instant } from '#policies/units.ts';
import { theMaterials } from './commands.ts';
import { codesOf } from './expect.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';
import { World } from './world.ts';

const { ana, olga, otto, gus, system, rita, olgaAtAgency } = people;
const reason = 'as the norm says';

function submitted(): World {
  const world = new World();
  world.do('registration', 'reg1', ana, { type: 'draft', materials: theMaterials() });
  world.do('registration', 'reg1', ana, { type: 'submit' });
  return world;
}

const parses = (change: object) =>
  lives.registration.command.safeParse({ type: 'draft', materials: { ...theMaterials(), ...change } }).success;

describe('AO-14-1 AO-07-6 GD-18-3 GD-18-5 GD-35-3 AO-03-4 no registration without its materials', () => {
  test.each([
    ['no real name', { contacts: [] }],
    ['a contact without a certificate', { contacts: [{ name: 'Ana', phone: '1' }] }],
    ['a contact without a name', { contacts: [{ name: ' ', certificate: 'x', phone: '1' }] }],
    ['no rules accepted', { acceptedRules: undefined }],
    ['no security certificate', { certificate: undefined }],
    ['a capability that nobody knows', { capabilities: ['broker'] }],
    ['none of its capabilities', { capabilities: [] }],
    ['no credit', { credit: '' }],
    ['no technology', { technology: '' }],
    ['no security', { security: '' }],
    ['no credit code', { uscc: '123' }],
  ])('%s', (_, change) => expect(parses(change)).toBe(false));

  test('with all of them it is one', () => expect(parses({})).toBe(true));
});

test('GD-18-5 who registers has accepted the rules of the platform that are in force', () => {
  const world = new World();
  const rules = {
    kind: 'onboarding',
    heading: 'rules of the platform',
    version: 2,
    text: 'conduct and security',
  } as const;
  world.do('norm', 'platform_rules.2', olga, { type: 'draft', ...rules });
  const { acceptedRules } = theMaterials();
  expect(codesOf(world.try('registration', 'reg1', ana, draft({ acceptedRules })))).toEqual(['accepted']);
  world.change('norm', 'platform_rules.2', (doc) => ({ ...doc, state: 'effective' as const }));
  expect(codesOf(world.try('registration', 'reg1', ana, { type: 'submit' }))).toEqual(['E_INPUT']);
  const edit = { ...draft({ acceptedRules: 'platform_rules.2' }), type: 'edit' } as const;
  expect(codesOf(world.try('registration', 'reg1', ana, edit))).toEqual(['accepted']);
  expect(codesOf(world.try('registration', 'reg1', ana, { type: 'submit' }))).toEqual(['accepted']);
});

describe('AO-14-3 AO-07-6 the operator decides with reasons, and only what was accepted', () => {
  test('nothing is decided before it is accepted, nor without a reason', () => {
    const world = submitted();
    expect(codesOf(world.try('registration', 'reg1', olga, { type: 'register', reason }))).toEqual(['E_STATE']);
    expect(lives.registration.command.safeParse({ type: 'refuse' }).success).toBe(false);
    world.do('registration', 'reg1', olga, { type: 'accept' });
    expect(world.do('registration', 'reg1', olga, { type: 'refuse', reason })).toMatchObject({
      state: 'refused',
      reason,
    });
  });

  test('what lacks something goes back, and what is known since stands in the record', () => {
    const world = submitted();
    expect(world.do('registration', 'reg1', olga, { type: 'ask_to_complete', reason: 'no evidence' }).state).toBe(
      'draft',
    );
    const materials = { ...theMaterials(), credit: 'new evidence' };
    expect(world.do('registration', 'reg1', ana, { type: 'edit', materials }).materials.credit).toBe('new evidence');
    expect(world.events('registration', 'reg1').map(({ type }) => type)).toContain(
      'registration.returned_for_completion',
    );
  });
});

function refused(): World {
  const world = submitted();
  world.do('registration', 'reg1', olga, { type: 'accept' });
  world.do('registration', 'reg1', olga, { type: 'refuse', reason });
  return world;
}

describe('AO-14-5 a refusal and an anomaly open the agency’s review', () => {
  test('of a refusal: confirmed, or returned so that the operator decides again', () => {
    const world = refused();
    expect(world.must('registration', 'reg1').agencyReview).toBe('pending');
    expect(world.do('registration', 'reg1', gus, { type: 'return_refusal', reason })).toMatchObject({
      state: 'checking',
      agencyReview: 'returned',
    });
    expect(world.do('registration', 'reg1', otto, { type: 'register', reason }).state).toBe('registered');
    expect(refused().do('registration', 'reg1', gus, { type: 'confirm_refusal', reason }).state).toBe('refused');
  });

  test('of an anomaly: the vendor works on while it is looked at; confirmed suspends, dismissed leaves it', () => {
    const world = worldAt('registered');
    const reported = world.do('registration', 'reg1', olga, { type: 'report_anomaly', reason: 'a court’s list' });
    expect(reported).toMatchObject({ state: 'registered', agencyReview: 'pending' });
    expect(world.do('registration', 'reg1', gus, { type: 'confirm_anomaly', reason })).toMatchObject({
      state: 'suspended',
      agencyReview: 'confirmed',
    });
    const other = worldAt('registered');
    other.do('registration', 'reg1', olga, { type: 'report_anomaly', reason });
    expect(other.do('registration', 'reg1', gus, { type: 'dismiss_anomaly', reason }).state).toBe('registered');
  });

  test('nobody reviews what he reported, what nobody reported, or what is none of his', () => {
    const world = worldAt('registered');
    const confirm = { type: 'confirm_anomaly', reason } as const;
    expect(codesOf(world.try('registration', 'reg1', gus, confirm))).toEqual(['E_STATE']);
    world.do('registration', 'reg1', olga, { type: 'report_anomaly', reason });
    expect(codesOf(world.try('registration', 'reg1', olgaAtAgency, confirm))).toContain('E_SEPARATION');
    for (const actor of [ana, otto, rita])
      expect(codesOf(world.try('registration', 'reg1', actor, confirm))).toEqual(['E_ROLE']);
  });

  test('the agency is told of both', () => {
    expect(registrationTable.moves.report_anomaly.tell).toEqual(['data_agency']);
  });
});

const draft = (change: object) => ({ type: 'draft', materials: { ...theMaterials(), ...change } }) as const;

describe('GD-35-3 GD-26-3 the certificate of a vendor’s security management', () => {
  const ended = instant('2028-06-01T00:00:00.000Z');
  const renewed = {
    number: 'MLPS3-2028',
    validFrom: instant('2028-05-01T00:00:00.000Z'),
    validTo: instant('2031-05-01T00:00:00.000Z'),
  };

  test('one that has ended, or has not begun, registers nobody', () => {
    const world = new World();
    const certificate = { ...theMaterials().certificate, validTo: instant('2026-03-02T01:30:00.000Z') };
    expect(codesOf(world.try('registration', 'reg1', ana, draft({ certificate })))).toEqual(['E_INPUT']);
    expect(codesOf(world.try('registration', 'reg1', ana, draft({ certificate: renewed })))).toEqual(['E_INPUT']);
  });

  test('when it ends the system suspends, to the millisecond, and renewing alone does not reinstate', () => {
    const world = worldAt('registered');
    const doc = () => world.must('registration', 'reg1');
    expect(lives.registration.due?.(doc(), instant('2028-05-31T23:59:59.999Z'))).toBeUndefined();
    const command = lives.registration.due?.(doc(), ended);
    if (!command) throw new Error('must be due');
    world.now = ended;
    expect(world.do('registration', 'reg1', system, command).state).toBe('suspended');
    expect(codesOf(world.try('registration', 'reg1', olga, { type: 'reinstate', reason }))).toEqual(['E_INPUT']);
    const renew = { type: 'renew_certificate', certificate: renewed } as const;
    expect(world.do('registration', 'reg1', ana, renew).state).toBe('suspended');
    expect(world.do('registration', 'reg1', olga, { type: 'reinstate', reason }).state).toBe('registered');
    expect(lives.registration.due?.(doc(), ended)).toBeUndefined();
  });

  test('renewed in time it suspends nobody; an ended one renews nothing', () => {
    const world = worldAt('registered');
    world.now = instant('2028-05-15T00:00:00.000Z');
    const old = {
      type: 'renew_certificate',
      certificate: { ...renewed, validTo: instant('2028-05-10T00:00:00.000Z') },
    } as const;
    expect(codesOf(world.try('registration', 'reg1', ana, old))).toEqual(['E_INPUT']);
    const doc = world.do('registration', 'reg1', ana, { type: 'renew_certificate', certificate: renewed });
    expect(doc.state).toBe('registered');
    expect(lives.registration.due?.(doc, ended)).toBeUndefined();
  });
});

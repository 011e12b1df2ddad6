/** Complaints: anybody, named or not; who it was is in the record and in nobody's view. */
import { describe, expect, test } from 'vitest';
import { viewOfComplaint } from '#policies/procedure/cases/complaint.ts';
import { lives, type CommandOf } from '#policies/procedure/lives.ts';
import { instant, orgId } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { people } from '../people.ts';
import { World } from '../world.ts';

const { ana, abe, rival, pia, paul, sue, gus, cora, olga, rita, system } = people;
type File = CommandOf<'complaint'> & { readonly type: 'file' };
const file = (change: Partial<File> = {}): File => ({
  type: 'file',
  anonymous: true,
  facts: 'beyond its scenario',
  ...change,
});

function filed(change: Partial<File> = {}): World {
  const world = new World();
  world.do('complaint', 'c1', pia, file(change));
  return world;
}

describe('GD-32-2 SH-26-2 an anonymous complaint', () => {
  test('names nobody to whoever reads it, in no act of it', () => {
    const world = filed();
    world.do('complaint', 'c1', gus, { type: 'accept', note: 'n' });
    for (const reader of [gus, cora, olga, rita, paul, { ...paul, org: pia.org }]) {
      const text = JSON.stringify(viewOfComplaint(world.must('complaint', 'c1'), reader));
      expect(text).not.toContain(pia.person);
      expect(text).not.toContain(pia.org);
      expect(text).toContain('anonymous');
      expect(text).toContain(gus.person);
    }
  });

  test('is the complainant’s own all the same: the record knows, and answers', () => {
    const doc = filed().must('complaint', 'c1');
    expect(doc.acts[0]?.by).toEqual(pia);
    expect(viewOfComplaint(doc, pia)).toEqual(doc);
    expect(lives.complaint.ownerOf(doc)).toEqual({ role: 'public', org: pia.org });
  });

  test('a named one is shown as it is', () => {
    const doc = filed({ anonymous: false }).must('complaint', 'c1');
    expect(viewOfComplaint(doc, gus)).toEqual(doc);
  });
});

describe('GD-32-2 SH-26-2 handling', () => {
  test.each([pia, sue, ana])('$role may complain', (actor) => {
    expect(codesOf(new World().try('complaint', 'c1', actor, file()))).toEqual(['accepted']);
  });

  test('no body handles what is about itself, nor does anybody else handle it', () => {
    const about = filed({ about: orgId('agency') });
    expect(codesOf(about.try('complaint', 'c1', gus, { type: 'accept', note: 'n' }))).toEqual(['E_SEPARATION']);
    expect(codesOf(about.try('complaint', 'c1', cora, { type: 'accept', note: 'n' }))).toEqual(['accepted']);
    expect(codesOf(filed().try('complaint', 'c1', olga, { type: 'accept', note: 'n' }))).toEqual(['E_ROLE']);
    const paulAtAgency = { ...gus, person: pia.person };
    expect(codesOf(filed().try('complaint', 'c1', paulAtAgency, { type: 'accept', note: 'n' }))).toContain(
      'E_SEPARATION',
    );
  });

  test('a case is named only where it was founded, and it is answered', () => {
    const world = filed();
    world.do('complaint', 'c1', gus, { type: 'accept', note: 'n' });
    world.do('complaint', 'c1', gus, { type: 'investigate', note: 'n' });
    const unfounded = { type: 'answer', founded: false, violation: 'v1', answer: 'a' } as const;
    expect(codesOf(world.try('complaint', 'c1', gus, unfounded))).toEqual(['E_INPUT']);
    expect(world.do('complaint', 'c1', gus, { ...unfounded, founded: true }).state).toBe('answered');
  });

  test('a colleague of the complainant, or a rival, has no part in it', () => {
    const world = new World();
    world.do('complaint', 'c1', ana, file());
    expect(lives.complaint.ownerOf(world.must('complaint', 'c1')).org).not.toBe(rival.org);
    expect(JSON.stringify(viewOfComplaint(world.must('complaint', 'c1'), abe))).not.toContain('"ana"');
  });

  test('being late answers nothing', () => {
    expect(lives.complaint.clocks?.[0]).toMatchObject({ days: 'complaint_days', from: 'receipt' });
    const world = filed();
    world.now = instant('2028-01-01T00:00:00.000Z');
    expect(codesOf(world.try('complaint', 'c1', system, { type: 'dismiss', reason: 'r' }))).toEqual(['E_ROLE']);
  });
});

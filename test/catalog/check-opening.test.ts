/** What an entry says of its opening must hold together, and a version says what it changed. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween } from '#policies/catalog/changes.ts';
import { checkEntry, parseEntry } from '#policies/catalog/check-entry.ts';
import { attributesOf } from '#policies/catalog/check-opening.ts';
import type { Demanding, Opening } from '#policies/catalog/entry.ts';
import { entryId } from '#policies/units.ts';
import { onConditions } from '#synth/city/entries/opening.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { aColumn, anEntry, aTable } from './builders.ts';

const facts = { theme: 't', summary: 's' };
const detailsOf = (entry: unknown) => {
  const parsed = parseEntry(entry);
  return parsed.ok ? '' : parsed.refusals.map(({ detail }) => detail).join('\n');
};

describe('SH-08-1 GZ-12 three dimensions say which attributes are left', () => {
  const demands: readonly Demanding[] = ['low', 'middle', 'high'];
  const grading = fc.record({
    security: fc.constantFrom(...demands),
    privacy: fc.constantFrom(...demands),
    use: fc.constantFrom(...demands),
  });

  test('what asks much in any respect is not open to everybody, and more demand never opens', () => {
    fc.assert(
      fc.property(grading, (given) => {
        const left = attributesOf(given);
        expect(left.length).toBeGreaterThan(0);
        if (Object.values(given).some((one) => one !== 'low')) expect(left).not.toContain('unconditional');
        else expect(left).toContain('unconditional');
      }),
    );
  });

  test('an entry that contradicts its grading is refused, with the place', () => {
    const columns = aTable().columns.map((column) => ({ ...column, rule: ['P'] as const }));
    const open = anEntry({ attribute: 'unconditional', basis: 'a statute', tables: [aTable({ columns })] });
    expect(checkEntry({ ...open, grading: { security: 'low', privacy: 'low', use: 'low' } }).ok).toBe(true);
    const high = checkEntry({ ...open, grading: { security: 'low', privacy: 'high', use: 'low' } });
    expect(high.ok ? [] : high.refusals.map(({ code, detail }) => [code, detail])).toEqual([
      ['E_ENTRY', expect.stringContaining('attribute must be closed or conditional by its grading; got unconditional')],
    ]);
  });
});

const said = (publicity: NonNullable<Opening['publicity']>) =>
  detailsOf(anEntry({ opening: onConditions({ ...facts, publicity }) }));

describe('AO-04-5 why data is public anyway', () => {
  test('is one of three, and shown', () => {
    expect(said({ basis: 'statute' })).toContain('opening.publicity.evidence must show why');
    expect(said({ basis: 'public_channel' })).toContain('opening.publicity.evidence must show why');
    expect(said({ basis: 'statute', evidence: '行政处罚法第四十八条' })).toBe('');
    expect(said({ basis: 'none' })).toBe('');
    expect(detailsOf({ ...anEntry(), opening: { ...onConditions(facts), publicity: { basis: 'rumour' } } })).not.toBe(
      '',
    );
  });
});

test('GD-15-2 SH-10-2 GD-38-1 the fields are strict: an unknown one, or an empty text, is a mistake', () => {
  expect(detailsOf({ ...anEntry(), opening: { ...onConditions(facts), colour: 'red' } })).not.toBe('');
  expect(detailsOf({ ...anEntry(), opening: onConditions({ ...facts, theme: ' ' }) })).not.toBe('');
  expect(detailsOf(anEntry({ opening: onConditions({ ...facts, regime: 'statistics' }) }))).toBe('');
  expect(detailsOf({ ...anEntry(), opening: { ...onConditions(facts), regime: 'secret' } })).not.toBe('');
});

test('GD-13-1 nothing is made of itself', () => {
  const derivation = { from: [entryId('social_insurance')], by: 'desensitised', record: 'hashed' } as const;
  expect(detailsOf(anEntry({ derivation }))).toContain('derivation.from must name other entries');
});

test('an entry that was stored before there were these fields is accepted as it was', () => {
  for (const { opening: _, ...entry } of cityEntries) expect(detailsOf(entry)).toBe('');
});

describe('AO-08-6 GD-06-2 changesBetween', () => {
  test('says nothing of equal entries, whatever their version, and finds every change in both directions', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cityEntries), fc.constantFrom(...cityEntries), (one, other) => {
        expect(changesBetween(one, { ...one, version: 9 })).toEqual([]);
        const [there, back] = [changesBetween(one, other), changesBetween(other, one)];
        expect(there.map(({ path }) => path)).toEqual(back.map(({ path }) => path));
        expect(there.length > 0).toBe(one.id !== other.id);
      }),
    );
  });

  test('columns are known by their names: one put in front changes only itself', () => {
    const more = aTable({ columns: [aColumn({ name: 'added' }), ...aTable().columns] });
    const changes = changesBetween(anEntry(), anEntry({ tables: [more] }));
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every(({ path, kind }) => path.includes('.added.') && kind === 'added')).toBe(true);
  });
});

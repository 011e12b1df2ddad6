/** Searching the catalog: what is asked is plain text, every word must be there, and the order is the same for everybody. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { findEntries } from '#policies/catalog/find-entries.ts';
import { entryId, orgId } from '#policies/units.ts';
import { onConditions } from '#synth/city/entries/opening.ts';
import { aColumn, anEntry, aTable } from './builders.ts';

const taxes = anEntry({
  id: entryId('tax_credit'),
  title: { zh: '纳税信用', en: 'Tax credit (A+)' },
  department: orgId('tax_bureau'),
  opening: onConditions({ theme: '信用', summary: 'credit of taxpayers' }),
  tables: [aTable({ name: 'tax_credit', title: { zh: '纳税信用等级', en: 'levels' }, columns: [aColumn()] })],
});
const wages = anEntry();
const paid = anEntry({ id: entryId('paid_fines'), title: { zh: '罚没', en: 'Fines' }, attribute: 'unconditional' });
const entries = [wages, taxes, paid];
const idsOf = (found: readonly CatalogEntry[]) => found.map(({ id }) => String(id));

test('AO-08-7 GD-18-1 SH-17-1 findEntries finds by titles in both languages, ids, tables and columns, in any case', () => {
  expect(idsOf(findEntries(entries, { q: '纳税' }))).toEqual(['tax_credit']);
  expect(idsOf(findEntries(entries, { q: 'TAX' }))).toEqual(['tax_credit']);
  expect(idsOf(findEntries(entries, { q: '等级' }))).toEqual(['tax_credit']);
  expect(idsOf(findEntries(entries, { q: 'SECRET_name' }))).toEqual(['paid_fines', 'social_insurance']);
  // As an input method for Chinese writes Latin letters: full-width.
  expect(idsOf(findEntries(entries, { q: '\uff34\uff21\uff38' }))).toEqual(['tax_credit']);
  expect(findEntries(entries, { q: '没有这个' })).toEqual([]);
});

test('AO-08-7 findEntries wants every word, wherever in the entry each stands', () => {
  expect(idsOf(findEntries(entries, { q: '纳税 credit 实缴金额' }))).toEqual(['tax_credit']);
  expect(findEntries(entries, { q: '纳税 district' })).toEqual([]);
  // A word does not run on from one name into the next.
  expect(findEntries(entries, { q: 'taxcredit' })).toEqual([]);
});

test('AO-08-7 findEntries puts titles before columns, then goes by id, however the entries lay', () => {
  const found = ['paid_fines', 'social_insurance', 'tax_credit'];
  expect(idsOf(findEntries(entries, { q: 'paid' }))).toEqual(found);
  const named = anEntry({ id: entryId('zz'), title: { zh: '实缴', en: 'Paid in' } });
  expect(idsOf(findEntries([...entries, named], { q: 'paid' }))).toEqual(['paid_fines', 'zz', ...found.slice(1)]);
  expect(findEntries([named, ...entries.toReversed()], { q: 'paid' })).toEqual(
    findEntries([...entries, named], { q: 'paid' }),
  );
});

test('AO-08-7 findEntries takes signs of regular expressions as they are', () => {
  expect(idsOf(findEntries(entries, { q: '(a+)' }))).toEqual(['tax_credit']);
  for (const q of ['.*', '^', ')(', '[', 'tax.credit', '\\w+', '%', '_%', '$&'])
    expect([q, idsOf(findEntries(entries, { q }))]).toEqual([q, []]);
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(fc.property(text, (q) => findEntries([anEntry({ title: { zh: q, en: 'other' } })], { q }).length === 1));
});

test('AO-08-7 findEntries without words lists all that the filters leave; filters hold together', () => {
  const all = ['paid_fines', 'social_insurance', 'tax_credit'];
  expect(idsOf(findEntries(entries, {}))).toEqual(all);
  expect(idsOf(findEntries(entries, { q: ' \u3000' }))).toEqual(all);
  expect(idsOf(findEntries(entries, { department: 'tax_bureau' }))).toEqual(['tax_credit']);
  expect(idsOf(findEntries(entries, { attribute: 'unconditional' }))).toEqual(['paid_fines']);
  expect(idsOf(findEntries(entries, { theme: '信用' }))).toEqual(['tax_credit']);
  expect(idsOf(findEntries(entries, { column: 'District' }))).toEqual(['paid_fines', 'social_insurance']);
  expect(findEntries(entries, { column: 'tax_credit' })).toEqual([]);
  expect(findEntries(entries, { q: '纳税', attribute: 'unconditional' })).toEqual([]);
  // A filter is a whole value, and nothing that is not there matches nothing.
  expect(findEntries(entries, { department: 'tax' })).toEqual([]);
  const { opening: _, ...bare } = wages;
  expect(findEntries([bare], { theme: '' })).toEqual([]);
});

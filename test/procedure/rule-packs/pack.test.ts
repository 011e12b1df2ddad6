/** A pack as data: what is no pack, and what the one that comes with the product holds. */
import { describe, expect, test } from 'vitest';
import { domains } from '#policies/procedure/checklist.ts';
import { packOf } from '#policies/procedure/rule-packs/in-force.ts';
import { packHash, requirePack, rulePack, sections, type RulePack } from '#policies/procedure/rule-packs/pack.ts';
import { ruleNames, type Gate } from '#policies/procedure/rule-packs/rule-names.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { sha256 } from '#policies/units.ts';
import { codesOf, wordsOf } from '../expect.ts';

type Item = RulePack['items'][number];

function changed(change: (item: Item) => object | undefined): unknown {
  return { ...standardPack, items: standardPack.items.flatMap((item) => change(item) ?? []) };
}

function first(at: string, change: object): unknown {
  return changed((item) => (item.id === at ? { ...item, ...change } : item));
}

const rows = 'export.data_security.rows_bounded';

describe('AO-05-4 rulePack: what is not well-formed', () => {
  test.each([
    ['an evaluator that there is not', first(rows, { rule: 'believe_the_vendor' })],
    ['an evaluator of another gate', first(rows, { rule: 'text_tested' })],
    ['an automatic item without an evaluator', first(rows, { rule: undefined })],
    ['code in the place of a name', first(rows, { rule: '() => undefined' })],
    ['a weight that there is not', first(rows, { severity: 'none' })],
    ['a fifth domain', first(rows, { domain: 'politeness' })],
    ['a fourth gate', first(rows, { gate: 'afterwards' })],
    ['a field of its own', first(rows, { skip: true })],
    ['an eighth form', first(rows, { forms: ['data_gift'] })],
    ['no item', { ...standardPack, items: [] }],
  ])('%s', (_, pack) => expect(rulePack.safeParse(pack).success).toBe(false));
});

describe('AO-15-2 requirePack refuses', () => {
  test.each(sections())('a pack whose section %s.%s is empty', (gate, domain) => {
    const pack = rulePack.parse(changed((item) => (item.gate === gate && item.domain === domain ? undefined : item)));
    expect(codesOf(requirePack('adopt', pack))).toContain('E_INPUT');
  });
  test('an item twice, an item under the name of another section, and wrong parameters', () => {
    const twice = { ...standardPack, items: [...standardPack.items, ...standardPack.items.slice(0, 1)] };
    expect(wordsOf(requirePack('adopt', twice))).toMatch(/once/);
    const misnamed = rulePack.parse(first(rows, { id: 'export.trade_secret.rows_bounded' }));
    expect(wordsOf(requirePack('adopt', misnamed))).toMatch(/begin with export.data_security/);
    for (const params of [{}, { rows: 1, more: 2 }, { characters: 4 }])
      expect(wordsOf(requirePack('adopt', rulePack.parse(first(rows, { params }))))).toMatch(/parameters rows/);
  });
});

describe('AO-07-2 AO-15-1 AO-15-2 the standard pack', () => {
  test('is well-formed and whole: three gates, four domains, twelve sections, none of them empty', () => {
    expect(rulePack.parse(standardPack)).toEqual(standardPack);
    expect(codesOf(requirePack('adopt', standardPack))).toEqual(['accepted']);
    expect(sections()).toHaveLength(12);
  });

  test.each(sections())('asks a person something in %s.%s, for every form', (gate, domain) => {
    const asked = standardPack.items.filter(
      (item) => item.gate === gate && item.domain === domain && item.evaluator === 'human' && item.forms === undefined,
    );
    expect(asked.length).toBeGreaterThan(0);
  });

  test('uses every evaluator that there is, and each item names its source and its remedy', () => {
    for (const gate of Object.keys(ruleNames) as Gate[]) {
      const used = standardPack.items.flatMap((item) =>
        item.gate === gate && item.evaluator === 'auto' ? [item.rule] : [],
      );
      expect(new Set(used)).toEqual(new Set(Object.keys(ruleNames[gate])));
    }
    for (const { normRef, remedy, title } of standardPack.items)
      expect(Math.min(normRef.length, remedy.length, title.zh.length, title.en.length)).toBeGreaterThan(3);
  });

  test('AO-04-7 has automatic items of weight in data security, personal information and trade secrets before export', () => {
    for (const domain of domains) {
      const critical = standardPack.items.filter(
        (item) => item.gate === 'export' && item.domain === domain && item.severity === 'critical',
      );
      expect(critical.some(({ evaluator }) => evaluator === 'auto')).toBe(true);
    }
  });
});

describe('AO-05-4 packHash', () => {
  test.each([
    ['a number', first(rows, { params: { rows: 10_001 } })],
    ['a weight', first(rows, { severity: 'info' })],
    ['a word', first(rows, { remedy: 'Say why.' })],
    ['the version', { ...standardPack, version: 2 }],
  ])('is another for %s', (_, pack) => expect(packHash(pack as RulePack)).not.toBe(packHash(standardPack)));

  test('finds the pack again, and no other', () => {
    expect(packOf(packHash(standardPack))).toBe(standardPack);
    expect(packOf(sha256('00'.repeat(32)))).toBeUndefined();
  });
});

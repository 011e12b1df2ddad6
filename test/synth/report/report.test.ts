/** The whole report, as data and as a page. */
import { expect, test } from 'vitest';
import { makeReport } from '#synth/report/report.ts';
import { simulationReport } from '#synth/report/schema.ts';
import { reportPage } from '#synth/report/page/page.ts';
import { subsampleSentence } from '#synth/report/page/fidelity.ts';
import type { ReportInput } from '#synth/report/input.ts';
import { takeRows } from '#synth/report/input.ts';
import { aTable, mixedAttributes, mixedRows } from './rows.ts';

const nasty = `<script>alert('1')</script>"&`;
const small = { train: mixedRows(400, 1), holdout: mixedRows(400, 2), drawn: mixedRows(400, 3) };

function anInput(change: Partial<ReportInput> = {}): ReportInput {
  return {
    facts: {
      epsilon: 1,
      delta: 1e-6,
      rho: 0.0244,
      unit: 'person',
      modelHash: 'ab'.repeat(32),
      seed: 7,
      method: 'aim-1',
    },
    tables: [aTable(small)],
    predict: [{ table: 'mixed', attribute: 'sex' }],
    degrees: [{ parent: 'mixed', child: 'visit', train: [0, 1, 2], drawn: [0, 1, 1] }],
    validity: [{ rule: 'key of mixed', checked: 400, violations: 0 }],
    ...change,
  };
}

const report = makeReport(anInput(), 5);

test('a report is JSON that its schema accepts, the same for the same seed', () => {
  const read: unknown = JSON.parse(JSON.stringify(report));
  expect(simulationReport.parse(read)).toEqual(report);
  expect(makeReport(anInput(), 5)).toEqual(report);
});

test('hard tables: one attribute, one value, no holdout, no rows, one row', () => {
  const none = mixedAttributes.map(() => new Uint16Array(0));
  const one = takeRows(small.train, Uint32Array.of(0));
  const single = { attributes: mixedAttributes.slice(0, 1), ...aSlice(1) };
  const constant = { train: constantRows(), holdout: constantRows(), drawn: constantRows() };
  const tables = [
    aTable({ ...single, table: 'single' }),
    aTable({ ...constant, table: 'constant' }),
    aTable({ ...small, holdout: none, table: 'not held out' }),
    aTable({ ...small, train: none, table: 'empty' }),
    aTable({ train: one, holdout: one, drawn: one, table: 'one row' }),
  ];
  const predict = tables.map(({ table }) => ({ table, attribute: 'sex' }));
  const found = makeReport(anInput({ tables, predict }), 1);
  const read: unknown = JSON.parse(JSON.stringify(found));
  expect(simulationReport.parse(read)).toEqual(found);
  expect(found.empty).toEqual(['empty']);
  expect(found.tables.map(({ privacy }) => privacy !== null)).toEqual([true, true, false, false]);
  expect(reportPage(found)).not.toMatch(/NaN|undefined|Infinity/);
});

function aSlice(columns: number): Pick<ReportInput['tables'][number], 'train' | 'holdout' | 'drawn'> {
  const { train, holdout, drawn } = small;
  return { train: train.slice(0, columns), holdout: holdout.slice(0, columns), drawn: drawn.slice(0, columns) };
}

function constantRows(): readonly Uint16Array[] {
  return mixedAttributes.map(() => new Uint16Array(300));
}

test('makeReport throws at a cell that does not exist, and at columns of different length', () => {
  const over = small.drawn.map((column, at) => (at === 0 ? column.map(() => 2) : column));
  const short = small.drawn.map((column, at) => (at === 0 ? column.slice(1) : column));
  expect(() => makeReport(anInput({ tables: [aTable({ ...small, drawn: over })] }), 1)).toThrow('mixed.sex');
  expect(() => makeReport(anInput({ tables: [aTable({ ...small, drawn: short })] }), 1)).toThrow('differ in length');
});

test('the page says whose it is and what the guarantee is, in both languages, before any number', () => {
  const page = reportPage(report);
  const [owner, guarantee, first] = ['For the data owner only', 'Guarantee', 'Scores'].map((text) =>
    page.indexOf(text),
  );
  expect(owner).toBeGreaterThan(0);
  expect(guarantee).toBeGreaterThan(owner ?? 0);
  expect(first).toBeGreaterThan(guarantee ?? 0);
  for (const text of [
    '隐私保证',
    '各列',
    '列对误差',
    '攻击检验',
    '有效性',
    'random subsample',
    '0.0244',
    'never the claim',
  ]) {
    expect(page).toContain(text);
  }
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test('the page runs nothing and loads nothing', () => {
  expect(reportPage(report)).not.toMatch(/<script|<link|<img|\son\w+=|url\(|https?:/i);
});

test('the page escapes every name and label, in text and in attributes', () => {
  const attributes = mixedAttributes.map((attribute, at) =>
    at === 1
      ? {
          ...attribute,
          name: nasty,
          cells: {
            kind: 'codes' as const,
            values: Array.from({ length: 12 }, (_, code) => `${nasty}${code}`),
            none: true,
          },
        }
      : attribute,
  );
  const page = reportPage(
    makeReport(
      anInput({
        tables: [aTable({ ...small, attributes, table: nasty })],
        predict: [{ table: nasty, attribute: nasty }],
        degrees: [{ parent: nasty, child: nasty, train: [1], drawn: [1] }],
        validity: [{ rule: nasty, checked: 1, violations: 1 }],
        facts: { ...report.facts, unit: nasty, modelHash: nasty, method: nasty },
      }),
      1,
    ),
  );
  expect(page).not.toContain('<script');
  expect(page).not.toContain(`alert('`);
  expect(page).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;');
  // Tags balance, so no name has opened or closed one.
  const count = (tag: RegExp): number => page.match(tag)?.length ?? 0;
  for (const tag of ['svg', 'table', 'figure', 'g', 'td', 'section']) {
    expect(count(new RegExp(`<${tag}[ >]`, 'g'))).toBe(count(new RegExp(`</${tag}>`, 'g')));
  }
});

test('the page names what is above chance, at the top', () => {
  const page = reportPage(makeReport(anInput({ tables: [aTable({ ...small, drawn: small.train })] }), 1));
  expect(page).toContain('do not hand this model out');
  expect(page.indexOf('mixed: membership')).toBeLessThan(page.indexOf('Scores'));
  expect(reportPage(report)).toContain('No attack below is above chance');
});

test('the subsample sentence says about, less than and more than', () => {
  const tried: readonly never[] = [];
  expect(subsampleSentence({ percent: 18.3, bound: 'about', tried })).toBe(
    'Equals a 18 % random subsample of the train rows.',
  );
  expect(subsampleSentence({ percent: 1, bound: 'below', tried })).toBe(
    'Equals less than a 1 % random subsample of the train rows.',
  );
  expect(subsampleSentence({ percent: 90, bound: 'above', tried })).toBe(
    'Equals more than a 90 % random subsample of the train rows.',
  );
});

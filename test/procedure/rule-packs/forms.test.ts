/** The seven forms: what each may be made of, what it must name, and products made of others. */
import { describe, expect, test } from 'vitest';
import type { ProductForm } from '#policies/procedure/fields.ts';
import { requireParts } from '#policies/procedure/export-parts.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import { product as productSchema } from '#policies/procedure/export-commands.ts';
import { exportTable, type ExportState } from '#policies/procedure/export-table.ts';
import type { Output } from '#policies/procedure/output-contract.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { itemsAt } from '#policies/procedure/rule-packs/check.ts';
import { misfits, payloads } from '#policies/procedure/rule-packs/payload.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { orgId } from '#policies/units.ts';
import { aProduct, aResult } from '../commands.ts';
import { codesOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import { anExport, failing } from './builders.ts';

function other(state: ExportState, change: Partial<Export> = {}): Export {
  return { ...worldAt('released').must('export', 'exp1'), id: 'exp2', state, ...change };
}

const forms = Object.keys(payloads) as readonly ProductForm[];
const kinds: readonly Output['kind'][] = ['table', 'api', 'model'];
const madeOf = (kind: Output['kind']) => [{ result: aResult({ outputs: [{ name: 'o', kind }] }) }];

describe('AO-04-4 a form is refused for a payload that is not its own', () => {
  test.each(forms.flatMap((form) => kinds.map((kind) => [form, kind] as const)))('%s of a %s', (form, kind) => {
    const { context } = anExport();
    const runs = context.runs.map((run) => ({ ...run, ...madeOf(kind)[0] }));
    const wrong = failing(anExport({ product: { form }, context: { runs } }));
    expect(wrong.includes('network_security.payload_of_form')).toBe(!payloads[form].includes(kind));
  });

  test('a report that quotes is no payload by itself, and a receipt of old is of a table', () => {
    expect(misfits('data_metric', [{ result: aResult({ outputs: [{ name: 'r', kind: 'report' }] }) }])).toEqual([]);
    expect(misfits('data_metric', [{ result: aResult() }])).toEqual([]);
    expect(misfits('data_model', [{ result: aResult() }])).toEqual(['table']);
  });

  test('nothing that the platform makes is a row-level set', () => {
    for (const kind of kinds) expect(misfits('desensitized_dataset', madeOf(kind))).toEqual([kind]);
  });
});

test.each(forms)('AO-04-4 %s has items of its own, and all that every form has', (form) => {
  const items = itemsAt(standardPack, 'export', [form]);
  expect(items.some(({ forms: own }) => own?.includes(form))).toBe(true);
  const common = standardPack.items.filter((item) => item.gate === 'export' && item.forms === undefined);
  expect(items).toEqual(expect.arrayContaining(common));
});

describe('AO-04-4 what a form must name', () => {
  test.each([
    ['data_api', {}, 'network_security.consumers_named'],
    ['data_report', {}, 'data_security.numbers_cited'],
    ['data_application', {}, 'data_security.dependencies_listed'],
    ['data_service', {}, 'data_security.deliverables_listed'],
    ['data_service', { deliverables: ['exp2'] }, 'network_security.staff_named'],
  ] as const)('%s with %j lacks %s', (form, product, id) => {
    expect(failing(anExport({ product: { form, ...product } }))).toContain(id);
  });

  test('a number of its own in a report', () => {
    const report = { text: 'There are 520 firms.', constants: [] };
    expect(failing(anExport({ product: { form: 'data_report', report } }))).toContain('data_security.numbers_cited');
  });
});

describe('AO-04-4 row-level sets', () => {
  const dataset = { form: 'desensitized_dataset' } as const;
  const attested = ['k_anonymous', 'l_diverse', 'unmatched', 'level_3'].map((what) => ({
    run: 'run1',
    code: `dataset_${what}`,
    verdict: 'notice' as const,
  }));

  test('are off by default, also where a domain attests all', () => {
    expect(failing(anExport({ product: dataset, findings: attested }))).toContain('data_security.forms_enabled');
    for (const { switches } of Object.values(profiles)) expect(switches.desensitizedDatasets.value).toBe('off');
  });

  test('where they are on, need k, l, the match rate and level 3 from the domain: silence is no yes, nor is a doubt', () => {
    const { context } = anExport();
    const switches = { ...context.standard.switches, desensitizedDatasets: { value: 'on', basis: 'default' } } as const;
    const on = { standard: { ...context.standard, switches } };
    const rows = (findings: typeof attested) =>
      failing(anExport({ product: dataset, findings, context: on })).filter((id) => id.includes('.rows_'));
    expect(rows([])).toHaveLength(4);
    expect(rows(attested)).toEqual([]);
    expect(rows(attested.map((one) => ({ ...one, verdict: 'review' as never })))).toHaveLength(4);
  });
});

describe('AO-22-2 AO-04-4 products made of others', () => {
  const app = { vendor: orgId('fintech'), product: aProduct({ form: 'data_application', embedded: ['exp2'] }) };
  const service = { vendor: orgId('fintech'), product: aProduct({ form: 'data_service', deliverables: ['exp2'] }) };
  const states = Object.keys(exportTable.states) as readonly ExportState[];

  test.each(states)('an application embeds what has left, and is still out: %s', (state) => {
    expect(codesOf(requireParts('submit', app, [other(state)]))).toEqual([
      state === 'released' ? 'accepted' : 'E_SCOPE',
    ]);
  });

  test.each(states)('a service delivers what has passed its own check: %s', (state) => {
    const passed = ['passed', 'filing_submitted', 'filing_returned', 'filed', 'released'].includes(state);
    expect(codesOf(requireParts('submit', service, [other(state)]))).toEqual([passed ? 'accepted' : 'E_SCOPE']);
  });

  test('another vendor’s product is refused in the words of a missing one', () => {
    const foreign = other('released', { vendor: orgId('rival_inc') });
    expect(requireParts('submit', app, [foreign])).toEqual(requireParts('submit', app, []));
    expect(codesOf(requireParts('submit', app, [foreign]))).toEqual(['E_NOT_FOUND']);
  });

  test('no service of services, no application of applications', () => {
    const { product } = other('released');
    for (const claim of [app, service]) {
      const same = other('released', { product: { ...product, form: claim.product.form } });
      expect(codesOf(requireParts('submit', claim, [same]))).toEqual(['E_SCOPE']);
    }
  });

  test.each([
    ['embedded', ['exp2']],
    ['deliverables', ['exp2']],
    ['staff', ['张三']],
    ['consumers', ['某银行']],
  ] as const)('%s on a metric is refused', (part, value) => {
    const claim = { vendor: orgId('fintech'), product: aProduct({ [part]: value }) };
    expect(codesOf(requireParts('submit', claim, [other('released')]))).toEqual(['E_INPUT']);
    expect(productSchema.safeParse(aProduct({ [part]: [] })).success).toBe(false);
  });

  test('a part that was recalled after the check stops the product at its filing', () => {
    const world = worldAt('passed');
    const { product } = world.must('export', 'exp1');
    const claim = (doc: Export): Export => ({
      ...doc,
      product: { ...product, form: 'data_application', embedded: ['exp2'] },
    });
    world.change('export', 'exp1', claim);
    world.change('agreement', 'agr1', (doc) => ({
      ...doc,
      grants: doc.grants.map((grant) => ({ ...grant, productForms: ['data_application'] as const })),
    }));
    const file = { type: 'submit_filing', filing: 'F-1' } as const;
    expect(codesOf(world.try('export', 'exp1', people.olga, file))).toEqual(['E_NOT_FOUND']);
  });
});

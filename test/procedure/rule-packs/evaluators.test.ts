/**
 * Every evaluator: what it is for, it finds; on the journey it finds nothing. The tables have a line for each name, or they do not compile.
 *
 * @see AO-15-1, AO-04-7, AO-07-2
 */
import { describe, expect, test } from 'vitest';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { applicationEvaluators, type ApplicationEvidence } from '#policies/procedure/rule-packs/application-rules.ts';
import { exportEvaluators, type ExportEvidence } from '#policies/procedure/rule-packs/export-rules.ts';
import type { Params, Rule } from '#policies/procedure/rule-packs/rule.ts';
import type { Gate, RuleName } from '#policies/procedure/rule-packs/rule-names.ts';
import { useEvaluators, type UseEvidence } from '#policies/procedure/rule-packs/use-rules.ts';
import { orgId, sha256 } from '#policies/units.ts';
import { aColumn, anEntry, aTable, aUnitColumn } from '../../catalog/builders.ts';
import { aContent, aRequest, aResult, aScript } from '../commands.ts';
import { anApplication, anExport, aUse } from './builders.ts';

type Cases<G extends Gate, Evidence> = { readonly [Name in RuleName<G>]: Evidence };

const params: Params = { characters: 4, rows: 10 };
const { switches } = profiles.guangzhou;

/** The entry of the journey with something else about it. */
function entryWith(change: Parameters<typeof anEntry>[0]): ApplicationEvidence['entries'] {
  const [doc] = anApplication().entries;
  if (!doc) throw new Error('the journey has an entry');
  return [{ ...doc, entry: { ...doc.entry, ...change } }];
}

const shown = aTable({
  columns: [aUnitColumn({ rule: ['P'] }), aColumn({ grade: 'L4' }), ...aTable().columns.slice(1, 2)],
});
const request = anApplication().request;

const applications: Cases<'application', ApplicationEvidence> = {
  vendor_registered: anApplication({ registration: undefined }),
  columns_known: anApplication({ entries: [] }),
  closed_data: anApplication({ entries: entryWith({ attribute: 'closed' }) }),
  forms_enabled: anApplication({ request: aRequest({ productForms: ['data_metric', 'desensitized_dataset'] }) }),
  measures_stated: anApplication({ request: aRequest({ securityMeasures: ' ok ' }) }),
  purpose_grounded: anApplication({ request: aRequest({ purpose: { text: 'score', legalBasis: '-' } }) }),
  identifiers_unseen: anApplication({ entries: entryWith({ tables: [shown] }) }),
  sensitive_grades: anApplication({ entries: entryWith({ tables: [shown] }) }),
  state_secrets: anApplication({ entries: entryWith({ secrets: ['state_secret'] }) }),
  trade_secrets: anApplication({ entries: entryWith({ secrets: ['trade_secret'] }) }),
  origin_collected: anApplication({ entries: entryWith({ origin: 'shared' }) }),
};

function useOf(change: Partial<UseEvidence['program']>): UseEvidence {
  return aUse({ program: { ...aUse().program, ...change } });
}

const text = { name: 'level', type: 'VARCHAR', role: 'statistic' } as const;
const uses: Cases<'use', UseEvidence> = {
  text_tested: useOf({ testedHash: sha256('00'.repeat(32)) }),
  columns_within_grant: aUse({ granted: [] }),
  datasets_published: aUse({ entries: aUse().entries.map((doc) => ({ ...doc, state: 'withdrawn' as const })) }),
  outputs_declared: useOf({ content: aContent({ outputs: [{ name: 'm', kind: 'model' }] }) }),
  digits_capped: useOf({
    outputs: [{ name: 'segments', kind: 'table', columns: [{ name: 'paid', type: 'DOUBLE', role: 'statistic' }] }],
  }),
  script_whole: useOf({ content: aContent({ script: { ...aScript(), entry: 'other.js' } }) }),
  libraries_allowed: useOf({
    content: aContent({
      script: {
        ...aScript(),
        lock: { esbuild: '0.28.2', libraries: [{ name: 'left-pad', version: '1.0.0', sha256: '00'.repeat(32) }] },
      },
    }),
  }),
  parameters_finite: useOf({
    content: aContent({ parameters: [{ name: 'n', values: Array.from({ length: 999 }, (_, n) => n) }] }),
  }),
  identifiers_unseen: aUse({ entries: entryWith({ tables: [shown] }) }),
  declared_texts_clean: useOf({
    outputs: [{ name: 's', kind: 'table', columns: [{ ...text, values: ['11010519491231002X'] }] }],
  }),
  profile_fits_grade: useOf({
    content: aContent({
      release: { treatment: 'suppress', base: 5, publish: [], hide: [], profile: 'open' },
    }),
  }),
};

const { context } = anExport();

/** The run of the journey with another result. */
function resultOf(change: Parameters<typeof aResult>[0], without: readonly string[] = []): ExportEvidence {
  const result = Object.fromEntries(Object.entries(aResult(change)).filter(([name]) => !without.includes(name)));
  return anExport({ context: { runs: context.runs.map((run) => ({ ...run, result: result as never })) } });
}

function programsWith(change: Parameters<typeof aContent>[0]): ExportEvidence {
  const programs = context.programs.map((program) => ({ ...program, content: aContent(change) }));
  return anExport({ context: { programs } });
}

const found = (code: string, verdict: 'notice' | 'review' | 'fail') =>
  anExport({ findings: [{ run: 'run1', code, verdict }] });
const api = { name: 'a', kind: 'api', columns: [], maxRows: 10 } as const;

const exports: Cases<'export', ExportEvidence> = {
  within_agreement: anExport({ product: { scenario: 's2_energy' } }),
  results_quarantined: anExport({ context: { runs: [] } }),
  results_unchanged: anExport({ doc: { results: [] } }),
  programs_approved: anExport({
    context: { programs: context.programs.map((program) => ({ ...program, state: 'revoked' as const })) },
  }),
  sources_listed: resultOf({ sources: [] }),
  source_stated: anExport({ product: { sourceStatement: ' ' } }),
  source_named: anExport({ product: { sourceStatement: 'from somewhere' } }),
  recipients_named: anExport({ product: { recipients: ['某银行', '社会公众'] } }),
  rows_bounded: resultOf({ rows: 11 }),
  nothing_raw: resultOf({}, ['decision']),
  earlier_releases: found('E_HISTORY', 'fail'),
  not_probing: found('probing', 'notice'),
  denials_left: anExport({
    context: {
      denials: {
        denials: Array.from({ length: 200 }, () => ({
          at: context.now,
          entries: context.entries.map(({ entry }) => entry.id),
          request: sha256('00'.repeat(32)),
          weight: 1 as const,
        })),
        resets: [],
      },
    },
  }),
  payload_of_form: resultOf({ outputs: [{ name: 'm', kind: 'model' }] }),
  forms_enabled: anExport({ product: { form: 'desensitized_dataset' } }),
  confined: anExport({
    context: {
      programs: context.programs.map((program) => ({ ...program, content: aContent({ script: aScript() }) })),
      runs: context.runs.map((run) => ({ ...run, result: aResult({ tier: 'T1' }) })),
    },
  }),
  texts_clean: anExport({ product: { purpose: '联系 13800138000' } }),
  people_protected: found('group_share', 'review'),
  dominance_settled: found('negative', 'review'),
  schema_fixed: programsWith({ outputs: [api] }),
  parameters_finite: programsWith({ parameters: [{ name: 'n', values: [1, 1] }] }),
  consumers_named: anExport({ product: { form: 'data_api' } }),
  numbers_cited: anExport({
    product: { form: 'data_report', report: { text: 'We found 520 firms.', constants: [] } },
  }),
  model_format: found('E_MODEL', 'fail'),
  model_size: found('model_parameters', 'review'),
  model_memory: found('model_membership', 'review'),
  parts_released: anExport({ product: { form: 'data_application', embedded: ['exp7'] } }),
  dependencies_listed: anExport({ product: { form: 'data_application' } }),
  deliverables_listed: anExport({ product: { form: 'data_service' } }),
  staff_named: anExport({ product: { form: 'data_service' } }),
  rows_k_anonymous: found('dataset_k_anonymous', 'review'),
  rows_l_diverse: anExport(),
  rows_unmatched: anExport(),
  rows_deidentified: anExport(),
};

const listed = <Evidence>(rules: object, cases: object) =>
  Object.entries(rules as Record<string, Rule<Evidence>>).map(
    ([name, rule]) => [name, rule, (cases as Record<string, Evidence>)[name]] as const,
  );

describe('AO-15-1 AO-04-7 an evaluator of the application finds what it is for', () => {
  test.each(listed<ApplicationEvidence>(applicationEvaluators, applications))('%s', (name, rule, evidence) => {
    if (!evidence) throw new Error(`no case for ${name}`);
    expect(rule(evidence, params)).toMatchObject({ at: expect.any(String), got: expect.any(String) });
    expect(rule(anApplication(), params)).toBeUndefined();
  });
});

describe('AO-15-1 AO-04-7 an evaluator of the use finds what it is for', () => {
  test.each(listed<UseEvidence>(useEvaluators, uses))('%s', (name, rule, evidence) => {
    if (!evidence) throw new Error(`no case for ${name}`);
    expect(rule(evidence, params)).toMatchObject({ at: expect.any(String), got: expect.any(String) });
    expect(rule(aUse(), params)).toBeUndefined();
  });
});

/** Asked only of their forms; the metric of the journey has nothing of them. */
const ofOtherForms = new Set(
  'rows_bounded source_named consumers_named numbers_cited dependencies_listed deliverables_listed staff_named rows_k_anonymous rows_l_diverse rows_unmatched rows_deidentified'.split(
    ' ',
  ),
);

describe('AO-15-1 AO-22-1 an evaluator of the export finds what it is for', () => {
  test.each(listed<ExportEvidence>(exportEvaluators, exports))('%s', (name, rule, evidence) => {
    if (!evidence) throw new Error(`no case for ${name}`);
    expect(rule(evidence, params)).toMatchObject({ at: expect.any(String), got: expect.any(String) });
    if (!ofOtherForms.has(name)) expect(rule(anExport(), params)).toBeUndefined();
  });
});

test('GD-25-1 SH-25-2 source_named is content with title, department or id of each dataset', () => {
  for (const sourceStatement of ['单位社保缴费', 'Social insurance of employers', 'hr_bureau', 'social_insurance'])
    expect(exportEvaluators.source_named(anExport({ product: { sourceStatement } }), params)).toBeUndefined();
});

test('GD-25-1 SH-25-2 a place that does not ask for a statement goes without', () => {
  const without = { ...switches, sourceStatement: { value: false, basis: 'none' } } as const;
  const standard = { ...context.standard, switches: without };
  const evidence = anExport({ product: { sourceStatement: ' ' }, context: { standard } });
  expect(exportEvaluators.source_stated(evidence, params)).toBeUndefined();
});

test('AO-28-4 nothing_raw: noise, a model, a program judged by its stability, or data about nobody need no decision object', () => {
  const privacy = { space: 'enterprise', rho: '1', delta: '0', cached: false };
  expect(exportEvaluators.nothing_raw(resultOf({ privacy }, ['decision']), params)).toBeUndefined();
  expect(exportEvaluators.nothing_raw(resultOf({ model: 'logistic' as never }, ['decision']), params)).toBeUndefined();
  const open = context.entries.map((doc) => ({ ...doc, entry: { ...doc.entry, tables: [aTable({ units: [] })] } }));
  const { doc, findings, context: bare } = resultOf({}, ['decision']);
  expect(exportEvaluators.nothing_raw({ doc, findings, context: { ...bare, entries: open } }, params)).toBeUndefined();
});

test('no word of an evaluator holds what a text scan has found', () => {
  const evidence = anExport({ product: { purpose: '身份证 11010519491231002X' } });
  expect(JSON.stringify(exportEvaluators.texts_clean(evidence, params))).not.toContain('11010519491231002X');
});

test('AO-28-4 what the law publishes may name whom it names: identifiers_unseen is about other entries', () => {
  const entries = entryWith({ tables: [shown], attribute: 'unconditional' });
  expect(applicationEvaluators.identifiers_unseen(anApplication({ entries }), params)).toBeUndefined();
  expect(useEvaluators.identifiers_unseen(aUse({ entries }), params)).toBeUndefined();
});

test('an entry of another department that the request does not name is nobody’s concern here', () => {
  const [other] = entryWith({ id: 'other' as never, department: orgId('elsewhere'), attribute: 'closed' });
  if (!other) throw new Error('an entry');
  expect(
    applicationEvaluators.closed_data(anApplication({ request, entries: [...anApplication().entries, other] }), params),
  ).toBeUndefined();
});

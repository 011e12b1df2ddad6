/** Stage *simulate*, besides fits: questions to simulation data, and simulation data of one's own. */
import { z } from 'zod';
import { domainOperations } from '#sandbox/door.ts';
import { fitOrder } from '#policies/simulation/fit-order.ts';
import { simulationSet } from '../simulation/set-form.ts';
import { preview, query } from '../stages/simulate.ts';
import { asked as setAsked } from '../stages/simulation-sets.ts';
import { sql } from './example-fields.ts';
import { whichTable } from './conventions/simulated.ts';
import { everybody, json, tabular, type Operation } from './operation.ts';
import { domainRefusals, textRefusals } from './refused.ts';
import { listOf, whole } from './shapes.ts';

const previewed = domainOperations.preview.answer;
const set = {
  id: 'sim-4c1f',
  org: 'vendor.qiming',
  at: '2026-03-02T09:30:00.000Z',
  state: 'making',
  wish: { level: 'fitted', seed: 42, scale: 0.1, format: 'parquet' },
} as const;

const statement = z.strictObject({
  column: z.string(),
  standing: z.string(),
  expected: z.number().optional(),
});

const fidelity = z.strictObject({
  table: z.string(),
  level: z.union([z.literal(0), z.literal(1)]),
  columns: z.array(statement),
  pairs: z.array(statement.omit({ column: true }).extend({ columns: z.tuple([z.string(), z.string()]) })),
});

const plan = z.strictObject({
  space: z.string(),
  rho: z.string(),
  tick: z.string(),
  models: z.array(z.strictObject({ table: z.string(), attributes: z.array(z.string()), given: whole })),
  notModelled: z.array(z.strictObject({ table: z.string(), column: z.string(), reason: z.string() })),
});

const shared = { section: 'simulate', who: everybody } as const;
const ask = { ...shared, method: 'post', body: query, example: { body: { sql } } } as const;

export const simulateOperations: readonly Operation[] = [
  {
    ...shared,
    id: 'simulate.rules.read',
    method: 'get',
    path: '/api/v1/simulate/rules',
    title: { zh: '规则版本', en: 'rules in force' },
    summary: 'By which rules texts are judged here, so that who works offline knows whether his are the same.',
    answers: json(z.looseObject({})),
  },
  {
    ...ask,
    id: 'simulate.queries.explain',
    path: '/api/v1/simulate/explain',
    title: { zh: '规则预检', en: 'explain a text' },
    summary: 'Rules and types of a text, in the private lane its noise and price. No data of any kind is opened.',
    answers: json(domainOperations.explain.answer),
    refusals: [...textRefusals, ...domainRefusals, 'E_BUDGET', 'E_EXEC'],
  },
  {
    ...ask,
    id: 'simulate.queries.run',
    path: '/api/v1/simulate/query',
    title: { zh: '在模拟数据上运行', en: 'run on simulation data' },
    summary: 'The text on simulation data with everything visible, and the forecast: what the rules would leave of it.',
    query: whichTable,
    answers: tabular(domainOperations.simulate.answer.extend({ preview: z.boolean() })),
    refusals: [...textRefusals, ...domainRefusals, 'E_BUDGET', 'E_EXEC', 'E_NO_RIGHTS', 'E_NOT_FOUND', 'E_STATE'],
  },
  {
    ...shared,
    id: 'simulate.preview.read',
    method: 'get',
    path: '/api/v1/simulate/preview/:table',
    title: { zh: '模拟数据预览', en: 'preview of simulation data' },
    summary: 'Some rows: as they are, of a set of your own, or made with another seed for this look.',
    query: preview,
    answers: tabular(previewed),
    refusals: [...domainRefusals, 'E_UNKNOWN_TABLE', 'E_NO_RIGHTS', 'E_STATE', 'E_EXEC'],
    example: {
      path: { table: 'weather_hourly' },
      query: { rows: '1' },
      answer: { columns: ['station_id', 'temp_c'], rows: [['G440106', 21.4]] },
    },
  },
  {
    ...shared,
    id: 'simulate.fidelity.read',
    method: 'get',
    path: '/api/v1/simulate/fidelity/:table',
    title: { zh: '模拟数据可信度', en: 'what to believe of simulation data' },
    summary:
      'Which columns and pairs of columns are fitted, and what error the noise makes; all other pairs are independent.',
    answers: json(fidelity),
    refusals: ['E_UNKNOWN_TABLE'],
    example: {
      path: { table: 'weather_hourly' },
      answer: { table: 'weather_hourly', level: 0, columns: [{ column: 'temp_c', standing: 'declared' }], pairs: [] },
    },
  },
  {
    ...shared,
    id: 'simulate.sets.list',
    method: 'get',
    path: '/api/v1/simulate/sets',
    title: { zh: '我的模拟数据集', en: 'my simulation data' },
    summary: 'The sets of your organization, newest first.',
    answers: json(listOf(simulationSet)),
    example: { answer: { items: [set] } },
  },
  {
    ...shared,
    id: 'simulate.sets.begin',
    method: 'post',
    path: '/api/v1/simulate/sets',
    title: { zh: '生成模拟数据集', en: 'make simulation data' },
    summary:
      'Of your own: seed, scale, dirt, a query to find rows, format. It is made later; look at it until it is ready.',
    body: setAsked,
    answers: json(simulationSet, 202),
    refusals: [...textRefusals, ...domainRefusals, 'E_NO_RIGHTS', 'E_NOT_FOUND', 'E_STATE', 'E_EXEC', 'E_BUDGET'],
    example: { body: { seed: 42, scale: 0.1, format: 'parquet' }, answer: set },
  },
  {
    ...shared,
    id: 'simulate.sets.read',
    method: 'get',
    path: '/api/v1/simulate/sets/:id',
    title: { zh: '查看模拟数据集', en: 'read: simulation data' },
    summary: 'How far it is, what was asked for, and what of that it could not do.',
    answers: json(simulationSet),
    example: { path: { id: set.id }, answer: set },
  },
  {
    ...shared,
    id: 'simulate.sets.package',
    method: 'get',
    path: '/api/v1/simulate/sets/:id/package',
    title: { zh: '下载模拟数据集', en: 'take simulation data home' },
    summary: 'The package: data files, catalog, manifest.',
    answers: [{ status: 200, media: 'application/zip' }],
    refusals: ['E_STATE', 'E_NO_RIGHTS'],
    example: { path: { id: set.id } },
  },
  {
    ...shared,
    id: 'simulate.fits.plan',
    method: 'post',
    path: '/api/v1/simulate/fits/plan',
    title: { zh: '拟合预案', en: 'plan a fit' },
    summary: 'What a fit would measure, its price and tick, and what it would leave out.',
    body: fitOrder,
    answers: json(plan),
    refusals: [...textRefusals, 'E_NOT_FOUND', 'E_BUDGET', 'E_STATE'],
    example: {
      body: { entries: ['ent_registration'], epsilon: 1 },
      answer: {
        space: 'enterprise',
        rho: '24000000',
        tick: 'long',
        models: [{ table: 'ent_registration', attributes: ['district_code', 'industry_code'], given: 1 }],
        notModelled: [{ table: 'ent_registration', column: 'company_name', reason: 'free text' }],
      },
    },
  },
];

/** Stage *audit*, besides its lives: the log, traces, budgets, duties, erasures, reports. */
import { z } from 'zod';
import { supervising } from '#policies/procedure/roles.ts';
import { erasureGrounds } from '#policies/record/erasure.ts';
import { account } from '#policies/procedure/cases/account.ts';
import { deniedSpan } from '../accounts/denied.ts';
import { invitationDays } from '../accounts/desk-operations.ts';
import { overseers } from '../stages/budgets.ts';
import { range, replayReason, subjectQuestion, twoSizes, way } from '../stages/audit.ts';
import { filter } from '../stages/deadlines.ts';
import { findable, ledgerPage, ledgerReaders } from '../stages/ledger-routes.ts';
import { nothing, order } from '../stages/erasure-routes.ts';
import { asked as period } from '../stages/reports.ts';
import { seenSize } from '../stages/status-routes.ts';
import { readers as traceReaders } from '../stages/trace-reports.ts';
import { paging } from './conventions/page.ts';
import { everybody, json, type Operation } from './operation.ts';
import { domainRefusals, lifeRefusals } from './refused.ts';
import { actor, listOf, moment, pageOf, role, title, whole } from './shapes.ts';

const proof = z.array(z.string());
const amount = z.looseObject({ rho: z.string(), delta: z.string(), epsilon: z.number() });
const budget = z.strictObject({
  scope: z.string(),
  cap: amount,
  spent: amount,
  reserved: amount,
  used: z.number(),
});
const step = actor.extend({
  role: z.string(),
  at: moment,
  thing: z.string(),
  event: z.string(),
  to: z.string().optional(),
});
const entry = z.looseObject({ seq: whole, leaf: z.string() });
const erasure = z.looseObject({
  about: z.string(),
  ground: z.enum(erasureGrounds),
  source: z.string(),
  state: z.enum(['ordered', 'confirmed', 'done']),
  orderedBy: actor,
});
const permit = z.strictObject({
  leaf: z.string(),
  payload: z.unknown(),
  salt: z.string(),
  index: whole,
  size: whole,
  proof,
  checkpoint: z.string(),
});
const status = z.strictObject({
  checkpoint: z.string(),
  consistency: proof,
  newest: z.strictObject({ leaf: z.string(), index: whole, proof }),
});
const trace = z.strictObject({
  nodes: z.array(z.looseObject({ name: z.string(), kind: z.string(), id: z.string(), distance: whole })),
  edges: z.array(z.strictObject({ from: z.string(), to: z.string() })),
});
const duty = z.looseObject({ id: z.string(), life: z.string(), subject: z.string(), title, owedBy: role, due: moment });
const reportLine = z.looseObject({
  id: z.string(),
  title,
  by: role,
  to: z.array(role),
  frequency: z.string(),
  isMade: z.boolean().optional(),
});
const cell = z.union([z.string(), z.number()]);
const report = z.looseObject({
  id: z.string(),
  title,
  period: z.strictObject({ from: moment, to: moment }),
  sections: z.array(z.looseObject({ title, columns: z.array(title), rows: z.array(z.array(cell)) })),
});
const impact = z.strictObject({
  cause: z.string(),
  agreements: z.array(z.string()),
  runs: z.array(z.string()),
  exports: z.array(z.string()),
  recipients: z.array(z.string()),
  fits: z.array(z.string()),
  asOpened: z.boolean(),
});

const ledgerLine = z.looseObject({
  id: z.string(),
  title: z.string(),
  vendor: z.string(),
  agreement: z.string(),
  state: z.string(),
  mode: z.enum(['exact', 'rounded', 'perturbed', 'private']),
  downloads: whole,
});
const denial = z.strictObject({
  id: whole,
  at: moment,
  person: z.string(),
  operation: z.string(),
  code: z.string(),
  times: whole,
});
const foundThing = z.strictObject({ name: z.string(), how: z.enum(['id', 'names_it', 'log_entry', 'person']) });

const invited = z.strictObject({ person: z.string(), code: z.string(), path: z.string(), until: moment });
const text = [{ status: 200, media: 'text/plain' }] as const;
const anExport = { path: { id: 'exp-7f3a91c2' } };
const aPeriod = { from: '2026-01-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
const anOrder = { about: 'registration/vendor.qiming', ground: erasureGrounds[0], source: 'obj-7f3a91c2' };
const shared = { section: 'audit', method: 'get' } as const;
const watched = { ...shared, who: supervising } as const;

export const auditOperations: readonly Operation[] = [
  {
    ...shared,
    id: 'audit.checkpoint.read',
    path: '/api/v1/audit/checkpoint',
    title: { zh: '最新检查点', en: 'the newest checkpoint' },
    summary: 'Signed by the operator, cosigned by witnesses.',
    who: 'anybody',
    answers: text,
    refusals: ['E_WITNESS'],
  },
  {
    ...shared,
    id: 'audit.policy.read',
    path: '/api/v1/audit/policy',
    title: { zh: '应信任谁', en: 'whom to believe' },
    summary: 'The keys of the log and of its witnesses.',
    who: 'anybody',
    answers: text,
  },
  {
    ...shared,
    id: 'audit.exports.status',
    path: '/api/v1/audit/exports/:id/status',
    title: { zh: '成果状态', en: 'how a released export stands' },
    summary: 'As of now, proven, to whoever has its bundle. `size`: of the log that you have seen.',
    who: 'anybody',
    query: seenSize,
    answers: json(status),
    refusals: ['E_WITNESS'],
    example: { ...anExport, query: { size: '210' } },
  },
  {
    ...watched,
    id: 'audit.entries.list',
    path: '/api/v1/audit/entries',
    title: { zh: '日志条目', en: 'entries of the log' },
    summary: 'From `from` to before `to`, a thousand at most. A vote in an open round is not told yet.',
    query: range,
    answers: json(listOf(entry).extend({ size: whole })),
    example: { query: { from: '0', to: '10' } },
  },
  {
    ...watched,
    id: 'audit.entries.proof',
    path: '/api/v1/audit/entries/:seq/proof',
    title: { zh: '条目存在证明', en: 'proof of an entry' },
    summary: 'The entry, its payload, and its way to a cosigned checkpoint.',
    answers: json(permit),
    refusals: ['E_INPUT', 'E_STATE', 'E_WITNESS'],
    example: { path: { seq: '17' } },
  },
  {
    ...watched,
    id: 'audit.consistency.read',
    path: '/api/v1/audit/consistency',
    title: { zh: '一致性证明', en: 'proof of consistency' },
    summary: 'That the log at the second size only adds to that at the first.',
    query: twoSizes,
    answers: json(z.strictObject({ proof })),
    example: { query: { first: '8', second: '16' } },
  },
  {
    ...watched,
    id: 'audit.erasures.list',
    path: '/api/v1/audit/erasures',
    title: { zh: '删除记录', en: 'erasures' },
    summary: 'Personal texts whose keys were destroyed, or are about to be.',
    answers: json(listOf(erasure.extend({ id: z.string() }))),
    example: { answer: { items: [] } },
  },
  {
    ...shared,
    id: 'audit.erasures.order',
    method: 'post',
    path: '/api/v1/audit/erasures',
    title: { zh: '下令删除', en: 'order an erasure' },
    summary: 'Of the personal texts of one thing. Another person of the agency confirms it.',
    who: ['data_agency'],
    body: order,
    answers: json(z.strictObject({ id: z.string() }), 201),
    refusals: ['E_NOT_FOUND', 'E_STATE'],
    example: { body: anOrder, answer: { id: 'era-7f3a91c2' } },
  },
  {
    ...shared,
    id: 'audit.erasures.confirm',
    method: 'post',
    path: '/api/v1/audit/erasures/:id/confirm',
    title: { zh: '确认删除', en: 'confirm an erasure' },
    summary: 'Then the keys are gone.',
    who: ['data_agency'],
    body: nothing,
    answers: json(erasure),
    refusals: ['E_STATE', 'E_SEPARATION'],
    example: { path: { id: 'era-7f3a91c2' }, body: {} },
  },
  {
    ...shared,
    id: 'audit.subjects.ask',
    method: 'post',
    path: '/api/v1/audit/subjects',
    title: { zh: '查询主体涉及的成果', en: 'which exports used a subject' },
    summary: 'Which released exports used one subject’s records: the regulator’s question, which stands in the record.',
    who: ['regulator'],
    body: subjectQuestion,
    answers: json(z.strictObject({ runs: z.array(z.strictObject({ run: z.string(), exports: z.array(z.string()) })) })),
    refusals: [...domainRefusals, 'E_PERMIT', 'E_EXEC'],
    example: {
      body: { space: 'enterprise', id: '91440106MA5D0001X0', reason: '投诉核查' },
      answer: { runs: [{ run: 'run-7f3a91c2', exports: ['exp-7f3a91c2'] }] },
    },
  },
  {
    ...watched,
    id: 'audit.exports.replay',
    method: 'post',
    path: '/api/v1/audit/exports/:id/replay',
    title: { zh: '复算', en: 'compute an export again' },
    summary: 'Its runs once more in the domain over the same snapshots: equal bytes, or not.',
    body: replayReason,
    answers: json(
      z.strictObject({
        runs: z.array(z.strictObject({ run: z.string(), equal: z.boolean(), noise: z.enum(['none', 'kept']) })),
      }),
    ),
    refusals: [
      ...domainRefusals,
      ...(['E_NOT_FILED', 'E_PERMIT', 'E_EXEC', 'E_QUARANTINE', 'E_ISOLATION', 'E_UNKNOWN_SNAPSHOT'] as const),
    ],
    example: {
      ...anExport,
      body: { reason: '监督抽查' },
      answer: { runs: [{ run: 'run-7f3a91c2', equal: true, noise: 'none' }] },
    },
  },
  {
    ...watched,
    id: 'audit.graph.read',
    path: '/api/v1/audit/graph',
    title: { zh: '溯源图', en: 'trace' },
    summary: 'What a thing rests on (back), or what rests on it (forth), out to recipients.',
    query: way,
    answers: json(trace),
    refusals: ['E_NOT_FOUND'],
    example: {
      query: { start: 'export/exp-7f3a91c2', direction: 'back' },
      answer: {
        nodes: [{ name: 'export/exp-7f3a91c2', kind: 'export', id: 'exp-7f3a91c2', distance: 0 }],
        edges: [],
      },
    },
  },
  {
    ...watched,
    id: 'audit.exports.responsibility',
    path: '/api/v1/audit/exports/:id/responsibility',
    title: { zh: '责任链', en: 'who answers for an export' },
    summary: 'Every step that led to it, with the person who answers for it, oldest first.',
    answers: json(listOf(step)),
    example: anExport,
  },
  {
    ...shared,
    method: 'post',
    who: (account.moves['invite']?.by ?? []).filter((one) => one !== 'system'),
    id: 'audit.accounts.invitation',
    path: '/api/v1/audit/accounts/:id/invitation',
    title: { zh: '邀请登录', en: 'invite a person to sign in' },
    summary: 'Makes the code by which a person first signs in. It is shown once, good once, and voids the one before.',
    body: invitationDays,
    answers: json(invited, 201),
    refusals: ['E_STATE', 'E_NOT_FOUND', 'E_SEPARATION', ...lifeRefusals],
    example: {
      body: { days: 3 },
      answer: {
        person: 'lin.vendor',
        code: 'lin.vendor.2mXw0c1kq3Zb8r5nT7yU4vLs6dPfHgJa',
        path: '/account/invitation?code=lin.vendor.2mXw0c1kq3Zb8r5nT7yU4vLs6dPfHgJa',
        until: '2026-03-05T09:30:00.000Z',
      },
    },
  },
  {
    ...shared,
    who: [...supervising, 'operator'],
    id: 'audit.denied.list',
    path: '/api/v1/audit/denied',
    title: { zh: '被拒绝的请求', en: 'what was refused to whom' },
    summary:
      'One line for each minute, person, operation and code, the newest first: who tried what he may not. Nothing of what was sent.',
    query: deniedSpan,
    answers: json(z.strictObject({ items: z.array(denial) })),
    example: {
      query: { limit: '1' },
      answer: {
        items: [
          {
            id: 7,
            at: '2026-01-08T02:00:00.000Z',
            person: 'lin.vendor',
            operation: 'GET /api/v1/audit/entries',
            code: 'E_ROLE',
            times: 2,
          },
        ],
      },
    },
  },
  {
    ...watched,
    id: 'audit.people.read',
    path: '/api/v1/audit/people/:person',
    title: { zh: '人员行为', en: 'what a person did' },
    summary: 'Every entry of the record that bears the name, oldest first; none for a name that it does not know.',
    query: paging,
    answers: json(pageOf(step.extend({ seq: whole }))),
    example: { path: { person: 'lin.vendor' }, answer: { items: [] } },
  },
  {
    ...watched,
    id: 'audit.trace.read',
    path: '/api/v1/audit/trace/:id',
    title: { zh: '事件列表', en: 'events of a thing' },
    summary: 'Every event that names it.',
    answers: json(z.strictObject({ events: z.array(z.looseObject({ seq: whole, type: z.string() })) })),
    example: { path: { id: 'run-7f3a91c2' } },
  },
  {
    ...watched,
    id: 'audit.duties.list',
    path: '/api/v1/audit/duties',
    title: { zh: '逾期登记', en: 'register of overdue duties' },
    summary: 'What was not done in time, by whom, and what the body said to it.',
    query: filter,
    answers: json(pageOf(duty)),
    example: { query: { state: 'open' }, answer: { items: [] } },
  },
  {
    ...shared,
    id: 'audit.ledger.list',
    path: '/api/v1/audit/ledger',
    title: { zh: '出域台账', en: 'export ledger' },
    summary:
      'Every export, whatever became of it, in order of id; `next` asks for what follows. As CSV all that follow.',
    who: ledgerReaders,
    query: ledgerPage,
    answers: [...json(listOf(ledgerLine).extend({ next: z.string().optional() })), { status: 200, media: 'text/csv' }],
    example: { query: { state: 'released' }, answer: { items: [] } },
  },
  {
    ...watched,
    id: 'audit.find.list',
    path: '/api/v1/audit/find',
    title: { zh: '查找', en: 'find a thing' },
    summary:
      'What a text is the name of: an id, a hash, a filing number, a snapshot, a recipient, a person, a log entry.',
    query: findable,
    answers: json(listOf(foundThing)),
    example: { query: { q: 'exp-7f3a91c2' }, answer: { items: [] } },
  },
  {
    ...shared,
    id: 'audit.budgets.list',
    path: '/api/v1/audit/budgets',
    title: { zh: '隐私预算', en: 'privacy budgets' },
    summary: 'Of id spaces, and of the agreements that the caller may see.',
    who: ['vendor', ...overseers],
    answers: json(listOf(budget)),
    refusals: domainRefusals,
  },
  {
    ...shared,
    id: 'audit.reports.list',
    path: '/api/v1/audit/reports',
    title: { zh: '报告清单', en: 'reports' },
    summary: 'Who owes each report to whom, how often, and whether the last one was made.',
    who: everybody,
    answers: json(listOf(reportLine)),
  },
  {
    ...shared,
    id: 'audit.reports.read',
    path: '/api/v1/audit/reports/:id',
    title: { zh: '生成报告', en: 'a report' },
    summary: 'R01 to R23 for any period, as JSON, CSV or a page. That it was made stands in the record.',
    who: everybody,
    query: period,
    answers: [...json(report), { status: 200, media: 'text/csv' }, { status: 200, media: 'text/html' }],
    example: { path: { id: 'R01' }, query: aPeriod },
  },
  {
    ...shared,
    id: 'audit.trace-reports.impact',
    path: '/api/v1/audit/trace-reports/:id/impact',
    title: { zh: '影响范围', en: 'impact of a cause' },
    summary: 'What a trace report counts, one by one, as of now.',
    who: traceReaders,
    answers: json(impact),
    example: { path: { id: 'trr-7f3a91c2' } },
  },
];

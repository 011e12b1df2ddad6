/** Stages *propose*, *review*, *check* and *export*, besides their lives: tests, lists of checks, looks, releases. */
import { z } from 'zod';
import type { RefusalCode } from '#policies/refusal.ts';
import { domainOperations } from '#sandbox/door.ts';
import { resetBody } from '../denials.ts';
import { monthly, reporting, why } from '../stages/check.ts';
import { readers as checkers } from '../stages/checks.ts';
import { receivers } from '../stages/export.ts';
import { subject } from '../stages/propose.ts';
import { documentOf, exampleOf } from './documents.ts';
import { everybody, json, tabular, type Operation } from './operation.ts';
import { domainRefusals, lifeRefusals, textRefusals } from './refused.ts';
import { actor, listOf, moment, whole } from './shapes.ts';

const line = z.looseObject({
  id: z.string(),
  domain: z.looseObject({ id: z.string(), zh: z.string(), en: z.string() }),
  verdict: z.string(),
});
const checkList = z.looseObject({
  gate: z.string(),
  recorded: z.boolean(),
  items: z.array(line),
  parties: z.strictObject({ managing: actor.optional(), using: actor.optional() }),
});

const exception = z.looseObject({ export: z.string(), vendor: z.string(), at: moment, code: z.string() });
const denial = z.strictObject({ vendor: z.string(), entry: z.string(), spent: z.number(), limit: z.number() });
const tested = domainOperations.simulate.answer.extend({
  combinations: z.strictObject({ count: whole, suppressing: whole }),
});

/** What can be against giving what has left. */
const outRefusals: readonly RefusalCode[] = [
  ...domainRefusals,
  ...lifeRefusals,
  ...(['E_PERMIT', 'E_STATE', 'E_HISTORY', 'E_QUARANTINE', 'E_EXEC', 'E_VERIFY'] as const),
];
const releasedColumn = z.looseObject({ name: z.string(), type: z.string() });

type Gated = readonly ['review' | 'check', 'applications' | 'programs' | 'exports', string];
const gated: readonly Gated[] = [
  ['review', 'applications', '使用申请'],
  ['review', 'programs', '程序'],
  ['check', 'exports', '出域'],
];

function checksOf([section, collection, zh]: Gated): readonly Operation[] {
  const path = `/api/v1/${section}/${collection}/:id/checks`;
  const shared = { section, method: 'get', who: checkers } as const;
  return [
    {
      ...shared,
      id: `${section}.${collection}.checks`,
      path,
      title: { zh: `${zh}核查清单`, en: `list of checks: ${collection}` },
      summary: 'The items of its gate with their automatic verdicts, for those who check and supervise.',
      answers: json(checkList),
    },
    {
      ...shared,
      id: `${section}.${collection}.checks_page`,
      path: `${path}/page`,
      title: { zh: `${zh}核查清单(页面)`, en: `list of checks as a page: ${collection}` },
      summary: 'The same as a page to print.',
      answers: [{ status: 200, media: 'text/html' }],
    },
  ];
}

export const procedureOperations: readonly Operation[] = [
  {
    id: 'propose.programs.test',
    method: 'post',
    path: '/api/v1/propose/programs/:id/test',
    section: 'propose',
    title: { zh: '在模拟数据上测试程序', en: 'test a program' },
    summary: 'The program on simulation data with every combination of its values; needed before it is frozen.',
    who: ['vendor'],
    answers: json(tested),
    refusals: [...textRefusals, ...domainRefusals, ...lifeRefusals, 'E_STATE', 'E_BUDGET', 'E_EXEC'],
    example: { path: { id: 'prg-7f3a91c2' } },
  },
  {
    id: 'propose.consents.subject',
    method: 'post',
    path: '/api/v1/propose/consents/subject',
    section: 'propose',
    title: { zh: '数据主体化名', en: 'the keyed name of a data subject' },
    summary: 'For the consent that it gives. Who asked stands in the record; the id itself is kept nowhere.',
    who: ['data_subject'],
    body: subject,
    answers: json(z.strictObject({ subject: z.string() })),
    refusals: domainRefusals,
    example: { body: { space: 'person', id: '44010619900307451X' }, answer: { subject: 'ab'.repeat(32) } },
  },
  {
    id: 'review.programs.page',
    method: 'get',
    path: '/api/v1/review/programs/:id/page',
    section: 'review',
    title: { zh: '程序(页面)', en: 'a program as a page' },
    summary: 'Its source, what runs of it, and whether the one is made of the other.',
    who: everybody.filter((role) => !['public', 'data_subject', 'exchange', 'expert_committee'].includes(role)),
    answers: [{ status: 200, media: 'text/html' }],
  },
  ...gated.flatMap(checksOf),
  {
    id: 'check.runs.reveal',
    method: 'post',
    path: '/api/v1/check/runs/:id/reveal',
    section: 'check',
    title: { zh: '查看隔离结果', en: 'look at a quarantined result' },
    summary: 'The look stands in the record before it happens; the values are passed on and not kept.',
    who: ['operator'],
    body: why,
    answers: json(domainOperations.reveal.answer),
    refusals: [...domainRefusals, 'E_STOPPED', 'E_SEPARATION', 'E_QUARANTINE', 'E_PERMIT', 'E_EXEC'],
    example: { path: { id: 'run-7f3a91c2' }, body: { reason: '出域合规核查' } },
  },
  {
    id: 'check.exceptions.list',
    method: 'get',
    path: '/api/v1/check/exceptions',
    section: 'check',
    title: { zh: '当月例外', en: 'exceptions of a month' },
    summary: 'What left although a check had spoken against it, why, and by whom.',
    who: reporting,
    query: monthly,
    answers: json(listOf(exception)),
    example: { query: { month: '2026-03' }, answer: { items: [] } },
  },
  {
    id: 'check.denials.list',
    method: 'get',
    path: '/api/v1/check/denials',
    section: 'check',
    title: { zh: '拒绝额度', en: 'what refusals were spent' },
    summary: 'Per group of vendors and dataset, in this month.',
    who: reporting,
    answers: json(listOf(denial)),
    example: { answer: { items: [{ vendor: 'vendor.qiming', entry: 'ent_registration', spent: 2, limit: 10 }] } },
  },
  {
    id: 'check.denials.reset',
    method: 'post',
    path: '/api/v1/check/denials/reset',
    section: 'check',
    title: { zh: '重置拒绝额度', en: 'let a group begin anew' },
    summary: 'Stands in the record with its reason.',
    who: ['operator'],
    body: resetBody,
    answers: json(z.strictObject({ spent: z.number() })),
    refusals: ['E_SEPARATION'],
    example: {
      body: { vendor: 'vendor.qiming', entry: 'ent_registration', reason: '已与数据商当面核实' },
      answer: { spent: 0 },
    },
  },
  {
    id: 'export.exports.release',
    method: 'post',
    path: '/api/v1/export/exports/:id/release',
    section: 'export',
    title: { zh: '出域放行', en: 'release a filed export' },
    summary: 'The system releases what the agency accepted; the operator asks it to.',
    who: ['operator'],
    answers: json(documentOf('export')),
    refusals: [
      ...(['E_STATE', 'E_HISTORY', 'E_PERMIT', 'E_QUARANTINE', 'E_EXEC', 'E_REPORT'] as const),
      ...lifeRefusals,
      ...domainRefusals,
    ],
    example: { path: { id: 'exp-7f3a91c2' }, answer: exampleOf('export', 'release') },
  },
  {
    id: 'export.exports.bundle',
    method: 'get',
    path: '/api/v1/export/exports/:id/bundle',
    section: 'export',
    title: { zh: '下载成果包', en: 'the bundle of a released export' },
    summary: 'Files, certificate, proofs: for its vendor and the desks. Who took it, and when, is written down before.',
    who: receivers,
    answers: [{ status: 200, media: 'application/zip' }],
    refusals: outRefusals,
    example: { path: { id: 'exp-7f3a91c2' } },
  },
  {
    id: 'export.exports.tables',
    method: 'get',
    path: '/api/v1/export/exports/:id/tables',
    section: 'export',
    title: { zh: '成果表清单', en: 'tables of a released export' },
    summary: 'Their names and columns.',
    who: receivers,
    answers: json(listOf(z.strictObject({ name: z.string(), columns: z.array(releasedColumn) }))),
    refusals: outRefusals,
    example: {
      path: { id: 'exp-7f3a91c2' },
      answer: { items: [{ name: 'data-result', columns: [{ name: 'firms', type: 'BIGINT' }] }] },
    },
  },
  {
    id: 'export.exports.table',
    method: 'get',
    path: '/api/v1/export/exports/:id/tables/:name',
    section: 'export',
    title: { zh: '下载成果表', en: 'a table of a released export' },
    summary: 'As JSON, Arrow, Parquet or CSV. Who took it, and in which form, is written down before.',
    who: receivers,
    answers: tabular(z.looseObject({ columns: z.array(releasedColumn), rows: z.array(z.array(z.unknown())) })),
    refusals: outRefusals,
    example: { path: { id: 'exp-7f3a91c2', name: 'data-result' } },
  },
];

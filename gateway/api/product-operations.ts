/** Interfaces: calls with a key, trials with an account, keys, counts, and each interface's own description. */
import { z } from 'zod';
import { posted } from '../products/answer.ts';
import { callReaders } from '../products/calls.ts';
import { newKey } from '../products/keys.ts';
import { everybody, json, tabular, type Operation } from './operation.ts';
import { lifeRefusals } from './refused.ts';
import { listOf, whole } from './shapes.ts';

const path = { id: 'prd-7f3a91c2' };
const shared = { section: 'export', method: 'get' } as const;
const table = tabular(z.looseObject({ columns: z.array(z.looseObject({})), rows: z.array(z.array(z.unknown())) }));
const callRefusals = [
  ...(['E_NOT_FOUND', 'E_INPUT', 'E_ACCEPT', 'E_NO_RIGHTS', 'E_SCOPE', 'E_NOT_APPROVED', 'E_NO_ANSWER'] as const),
  ...(['E_SANCTIONED', 'E_WITHDRAWN', 'E_STOPPED', 'E_NOT_FILED', 'E_RATE'] as const),
];
const summary =
  'By a recipient with a key of this interface, counted; by its vendor with an account, as a download. All rules are asked at every call.';

const callLine = z.strictObject({
  day: z.iso.date(),
  key: z.string().optional(),
  recipient: z.string().optional(),
  answered: whole,
  refused: z.record(z.string(), whole),
});

export const productOperations: readonly Operation[] = [
  {
    ...shared,
    id: 'export.products.answer',
    path: '/api/v1/export/products/:id/answers',
    title: { zh: '调用接口', en: 'call an interface' },
    summary: `The released table for exactly these parameters. ${summary}`,
    who: ['vendor'],
    answers: table,
    refusals: callRefusals,
    example: { path },
  },
  {
    ...shared,
    id: 'export.products.ask',
    method: 'post',
    path: '/api/v1/export/products/:id/answers',
    title: { zh: '调用接口(参数带类型)', en: 'call an interface with typed parameters' },
    summary,
    who: ['vendor'],
    body: posted,
    answers: table,
    refusals: callRefusals,
    example: { path, body: { parameters: { band: '1-9' } } },
  },
  {
    ...shared,
    id: 'export.products.key',
    method: 'post',
    path: '/api/v1/export/products/:id/keys',
    title: { zh: '发放接口密钥', en: 'issue a key of an interface' },
    summary: 'For one recipient of its licence. The secret is told once; the record has its hash.',
    who: ['vendor'],
    body: newKey,
    answers: json(z.strictObject({ id: z.string(), key: z.string() }), 201),
    refusals: [...lifeRefusals, 'E_NOT_FOUND', 'E_STATE', 'E_SCOPE', 'E_INPUT'],
    example: {
      path,
      body: { recipient: '某银行', callsPerDay: 1000, until: '2026-12-31T16:00:00.000Z' },
      answer: { id: 'key-7f3a91c2', key: 'slk_7f3a91c2_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde' },
    },
  },
  {
    ...shared,
    id: 'export.products.calls',
    path: '/api/v1/export/products/:id/calls',
    title: { zh: '接口调用量', en: 'calls of an interface' },
    summary: 'By day: to its vendor by key and recipient, to those who watch in sum.',
    who: callReaders,
    answers: json(listOf(callLine)),
    refusals: ['E_NOT_FOUND'],
    example: {
      path,
      answer: {
        items: [{ day: '2026-11-22', key: 'key-7f3a91c2', recipient: '某银行', answered: 41, refused: { E_INPUT: 1 } }],
      },
    },
  },
  {
    ...shared,
    id: 'export.products.describe',
    path: '/api/v1/export/products/:id/openapi.json',
    title: { zh: '接口说明', en: 'the description of an interface' },
    summary:
      'As OpenAPI 3.1: parameters with all their values, columns, which combinations are answered, how exact. Also with a key.',
    who: everybody,
    answers: json(z.looseObject({ openapi: z.string() })),
    refusals: ['E_NOT_FOUND'],
    example: { path },
  },
];

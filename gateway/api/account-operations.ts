/** What is the caller's own: who he is, what he owes, what he is told. */
import { z } from 'zod';
import { paging } from '../stages/deadlines.ts';
import { paging as pages } from './conventions/page.ts';
import { everybody, json, type Operation } from './operation.ts';
import { actor, listOf, moment, pageOf, title, whole } from './shapes.ts';

const deadline = z.looseObject({
  life: z.string(),
  id: z.string(),
  clock: z.string(),
  title,
  started: moment,
  due: moment.optional(),
  days: whole,
  counted: z.int(),
  state: z.enum(['running', 'stopped', 'met', 'late', 'overdue']),
  provisional: z.boolean(),
  source: z.string(),
});

const notice = z.strictObject({
  seq: whole,
  at: moment,
  life: z.string(),
  id: z.string(),
  type: z.string(),
  to: z.string(),
});

const shared = { method: 'get', section: 'account', who: everybody } as const;

export const accountOperations: readonly Operation[] = [
  {
    ...shared,
    id: 'account.me.read',
    path: '/api/v1/me',
    title: { zh: '我的身份', en: 'who I am' },
    summary: 'The person, organization and role that the token or the session stands for.',
    answers: json(actor.extend({ title })),
    example: {
      answer: {
        person: 'lin.vendor',
        org: 'vendor.qiming',
        role: 'vendor',
        title: { zh: '林 · 启明金科(数据商)', en: 'Lin, analyst at the data vendor Qiming' },
      },
    },
  },
  {
    ...shared,
    id: 'account.deadlines.list',
    path: '/api/v1/deadlines',
    title: { zh: '我的待办时限', en: 'what I owe' },
    summary: 'What the caller owes, until when, on which article, provisional or not.',
    query: pages,
    answers: json(
      pageOf(deadline).extend({
        profile: z.looseObject({}).or(z.string()),
        calendar: z.string().or(z.number()),
        warnings: z.array(z.unknown()),
      }),
    ),
  },
  {
    ...shared,
    id: 'account.notices.list',
    path: '/api/v1/notices',
    title: { zh: '我的通知', en: 'what I am told' },
    summary: 'What has happened that the caller is told of, newest first, before the number `before`.',
    query: paging,
    answers: json(listOf(notice)),
    example: {
      query: { limit: '1' },
      answer: {
        items: [
          {
            seq: 214,
            at: '2026-03-02T09:30:00.000Z',
            life: 'application',
            id: 'app-7f3a91c2',
            type: 'application.approved',
            to: 'approved',
          },
        ],
      },
    },
  },
];

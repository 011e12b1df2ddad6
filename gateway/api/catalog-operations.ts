/** Stage *catalog*, besides its lives: searching, following, and the sharing catalog. */
import { z } from 'zod';
import { outside } from '../view.ts';
import { subscription, wish } from '../stages/catalog-routes.ts';
import { everybody, json, type Operation } from './operation.ts';
import { listOf, moment, pageOf, title, whole } from './shapes.ts';

const found = z.strictObject({
  id: z.string(),
  version: whole,
  title,
  department: z.string(),
  attribute: z.enum(['closed', 'conditional', 'unconditional']),
  theme: z.string().optional(),
  summary: z.string().optional(),
  tables: z.array(z.strictObject({ name: z.string(), title })),
  disputed: z.literal(true).optional(),
});

const change = z.strictObject({ seq: whole, at: moment, entry: z.string(), event: z.string(), version: whole });

const shared = { method: 'get', section: 'catalog' } as const;

export const catalogOperations: readonly Operation[] = [
  {
    ...shared,
    id: 'catalog.search.list',
    path: '/api/v1/catalog/search',
    title: { zh: '检索目录', en: 'search the catalog' },
    summary: 'Published entries by words; without an account, the same on the page /catalog?q=.',
    who: everybody,
    query: wish,
    answers: json(pageOf(found)),
    example: {
      query: { q: '企业', attribute: 'conditional' },
      answer: {
        items: [
          {
            id: 'ent_registration',
            version: 1,
            title: { zh: '企业登记', en: 'Company register' },
            department: 'dept.market_regulation',
            attribute: 'conditional',
            tables: [{ name: 'ent_registration', title: { zh: '企业登记', en: 'Company register' } }],
          },
        ],
      },
    },
  },
  {
    ...shared,
    id: 'catalog.changes.list',
    path: '/api/v1/catalog/changes',
    title: { zh: '目录变更', en: 'changes of the catalog' },
    summary: 'What was published, revised, withdrawn, retired or disputed after the last number that you have.',
    who: everybody,
    query: subscription,
    answers: json(listOf(change).extend({ after: z.int() })),
    example: {
      query: { after: '120', entry: 'ent_registration' },
      answer: {
        items: [{ seq: 131, at: '2026-03-02T09:30:00.000Z', entry: 'ent_registration', event: 'revised', version: 2 }],
        after: 131,
      },
    },
  },
  {
    ...shared,
    id: 'catalog.shared.list',
    path: '/api/v1/catalog/shared',
    title: { zh: '共享目录', en: 'the sharing catalog' },
    summary: 'Four fields of each listed item: for public bodies, and for a vendor while its browse permit runs.',
    who: everybody.filter((role) => !outside.includes(role)),
    answers: json(
      listOf(
        z.strictObject({
          catalogName: z.string(),
          itemName: z.string(),
          sharingType: z.enum(['unconditional', 'conditional', 'none']),
          provider: z.string(),
        }),
      ),
    ),
    refusals: ['E_NO_RIGHTS'],
    example: {
      answer: {
        items: [
          {
            catalogName: '法人基础信息',
            itemName: '登记状态',
            sharingType: 'conditional',
            provider: 'dept.market_regulation',
          },
        ],
      },
    },
  },
];

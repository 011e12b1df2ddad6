/** The description of itself. */
import { z } from 'zod';
import { json, type Operation } from './operation.ts';

export const descriptionOperations: readonly Operation[] = [
  {
    id: 'description.openapi.read',
    method: 'get',
    path: '/openapi.json',
    section: 'description',
    title: { zh: '接口描述', en: 'this description' },
    summary: 'OpenAPI 3.1, made of the schemas that validate. As a page to read: /api.',
    who: 'anybody',
    answers: json(z.looseObject({ openapi: z.string() })),
    isTagged: true,
    example: { answer: { openapi: '3.1.1' } },
  },
];

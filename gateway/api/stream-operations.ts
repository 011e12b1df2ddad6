/** States as they change, as Server-Sent Events. @see conventions/events.ts */
import { lives } from '#policies/procedure/lives.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { watched, type WatchedLife } from './conventions/point-to.ts';
import { exampleOf } from './documents.ts';
import { lifeOperations } from './life-operations.ts';
import type { Operation } from './operation.ts';

export const streamOperations: readonly Operation[] = (Object.entries(watched) as [WatchedLife, string][]).map(
  ([life, place]) => {
    const path = `/api/v1${place}/:id`;
    const read = lifeOperations.find((operation) => operation.method === 'get' && operation.path === path);
    const [stage, collection] = place.split('/').filter((part) => part !== '') as [Stage, string];
    const { title } = lives[life];
    return {
      id: `${stage}.${collection}.events`,
      method: 'get',
      path: `${path}/events`,
      section: stage,
      title: { zh: `${title.zh}状态流`, en: `states of: ${title.en}` },
      summary:
        'The states that its reader sees, and their times; nothing of how far it is. Goes on where Last-Event-ID says.',
      ...(read?.who && { who: read.who }),
      answers: [{ status: 200, media: 'text/event-stream' }],
      refusals: ['E_CONNECTIONS'],
      example: { path: { id: exampleOf(life).id } },
    };
  },
);

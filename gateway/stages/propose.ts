/** Stage *propose*: registration, application, signature, and the program, tested on simulation data before it can be frozen. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import { nameSubject } from '../name-subject.ts';
import { testProgram } from '../test-program.ts';
import { loadDoc } from '../load.ts';
import { requireOwnOrg } from '#policies/procedure/roles.ts';
import { refuse } from '#policies/refusal.ts';
import { lives } from '#policies/procedure/lives.ts';
import type { CallerEnv } from './caller.ts';
import { actorOf, lifeRoutes } from './life-routes.ts';
import { parseBody } from './parse-body.ts';

/** Whoever gives a consent, in an id space of the catalog. */
export const subject = z.strictObject({ space: z.string().min(1).max(64), id: z.string().min(1).max(200) });

export function proposeRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.post('/programs/:id/test', async (c) => {
    const id = c.req.param('id');
    const { role } = c.get('caller');
    // The test is the system's act, but only its vendor asks for it.
    if (role !== 'vendor')
      return respond(c, refuse('E_ROLE', `Cannot test a program: must be asked by its vendor; got ${role}`));
    const program = loadDoc(office.record.read, 'program', id);
    const own = requireOwnOrg('test the program', c.get('caller'), program && lives.program.ownerOf(program));
    return own.ok
      ? respond(c, await testProgram(office, id), textOf(program?.content.queries[0]?.sql))
      : respond(c, own);
  });
  app.post('/consents/subject', async (c) => {
    const body = await parseBody(c, subject);
    return respond(c, body.ok ? await nameSubject(office, actorOf(c.get('caller')), body.value) : body);
  });
  app.route('/', lifeRoutes(office, 'propose'));
  return app;
}

function textOf(text: string | undefined): { text?: string } {
  return text === undefined ? {} : { text };
}

/** `GET /simulate/rules`: by which rules texts are judged here, so that who works offline knows whether his are the same. */
import { Hono } from 'hono';
import { rulesInForce } from '../kit/rules.ts';
import type { CallerEnv } from './caller.ts';

export function rulesRoutes(): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/rules', (c) => c.json(rulesInForce()));
  return app;
}

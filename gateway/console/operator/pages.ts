/** The operator's own pages. */
import { Hono } from 'hono';
import type { Console } from '../console.ts';
import type { ViewEnv } from '../view.ts';

export function operatorPages(_console: Console): Hono<ViewEnv> {
  return new Hono<ViewEnv>();
}

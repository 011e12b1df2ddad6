/**
 * The log of the process: one JSON object a line. It tells which operation was asked for, by whom, how it ended and how long it took; never a
 * value: no query, no body, no id of a thing, no words of an error.
 */
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { pino, type Logger } from 'pino';
import { routePath } from 'hono/route';
import type { Caller } from '../accounts.ts';

export type Journal = Logger;

/** To standard output, or to `write`. */
export function openJournal(level: string, write?: (line: string) => void): Journal {
  const options = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  return write ? pino(options, { write }) : pino(options, pino.destination({ dest: 1, sync: true }));
}

/** A line for each request. */
export function requestLines(journal: Journal): MiddlewareHandler {
  return createMiddleware(async (c, next) => {
    const started = performance.now();
    await next();
    const { status } = c.res;
    const caller = c.get('caller') as Caller | undefined;
    const person = caller?.person ?? (c.get('signedIn') as string | undefined);
    const line = {
      method: c.req.method,
      route: routePath(c),
      status,
      ms: Math.round(performance.now() - started),
      ...(person !== undefined && { person }),
    };
    journal[status >= 500 ? 'error' : 'info'](line, 'request');
  });
}

/**
 * What went wrong, without its words: they may hold anything that the code had before it. The name of the error, its code and the places in
 * the program are ours.
 */
export function faultLine(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const places = frames.slice(0, 8).map((line) =>
    line
      .trim()
      .replace(/^at /, '')
      .replace(/\(?file:\/\/.*?\/((?:gateway|policies|sandbox|synth|node_modules)\/)/, '($1'),
  );
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { error: error.name, ...(code !== undefined && { code }), places };
}

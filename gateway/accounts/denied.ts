/**
 * What was refused to whom: who tried what he may not is told to those who watch. One line for each minute, person, operation and code, so
 * that whoever asks a million times fills a line, not a disk. Nothing of what was sent.
 *
 * @see AO-29-2; docs/decisions/051-accounts.md
 */
import type { DatabaseSync } from 'node:sqlite';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import { z } from 'zod';
import type { RefusalCode } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';

export interface Denial {
  /** Nobody known: `-`. */
  readonly person: string;
  /** Method and template of the path, or what happened: `lock`. */
  readonly operation: string;
  readonly code: RefusalCode;
}

export interface DeniedLine extends Denial {
  readonly id: number;
  /** The first of them. */
  readonly at: string;
  readonly times: number;
}

/** Which of them are asked for. */
export const deniedSpan = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export const kept: ReadonlySet<string> = new Set<RefusalCode>([
  'E_AUTH',
  'E_ROLE',
  'E_SEPARATION',
  'E_RATE',
  'E_CSRF',
  'E_TOKEN_SCOPE',
  'E_SECOND_FACTOR',
]);

const day = 86_400_000;

export class Denied {
  readonly #db: DatabaseSync;
  readonly #keepDays: number;
  #pruned = 0;

  constructor(db: DatabaseSync, keepDays: number) {
    this.#db = db;
    this.#keepDays = keepDays;
    this.#prune(Date.now());
  }

  note({ person, operation, code }: Denial): void {
    const now = Date.now();
    if (now - this.#pruned > day) this.#prune(now);
    this.#db
      .prepare(
        `INSERT INTO denied (minute, at, person, operation, code, times) VALUES (?, ?, ?, ?, ?, 1)
         ON CONFLICT (minute, person, operation, code) DO UPDATE SET times = times + 1`,
      )
      .run(Math.floor(now / 60_000), now, person, operation, code);
  }

  /** The newest first. @param before an id: older ones only */
  list({ before, limit }: { readonly before?: number | undefined; readonly limit: number }): readonly DeniedLine[] {
    const rows = this.#db
      .prepare('SELECT id, at, person, operation, code, times FROM denied WHERE id < ? ORDER BY id DESC LIMIT ?')
      .all(before ?? Number.MAX_SAFE_INTEGER, limit) as unknown as readonly (Omit<DeniedLine, 'at'> & { at: number })[];
    return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
  }

  #prune(now: number): void {
    this.#db.prepare('DELETE FROM denied WHERE at < ?').run(now - this.#keepDays * day);
    this.#pruned = now;
  }
}

interface MaybeCaller {
  Variables: { caller?: Caller };
}

/** Around all routes of the API: what they refuse for who asks is kept, not what they refuse for what is asked. */
export function keepDenials(denied: Denied) {
  return createMiddleware<MaybeCaller>(async (c, next) => {
    await next();
    const code = c.res.status >= 400 && c.res.status < 500 ? await codeOf(c.res) : undefined;
    if (code === undefined || !kept.has(code)) return;
    const template = matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? '*';
    const path = template.startsWith('/api/v1') ? template : `/api/v1${template}`;
    denied.note({ person: c.get('caller')?.person ?? '-', operation: `${c.req.method} ${path}`, code });
  });
}

async function codeOf(response: Response): Promise<RefusalCode | undefined> {
  if (response.headers.get('content-type') !== 'application/problem+json') return undefined;
  const problem = (await response.clone().json()) as { readonly code?: RefusalCode };
  return problem.code;
}

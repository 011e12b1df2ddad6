/** Outcomes → HTTP: a value as JSON, a refusal as RFC 9457 problem details with its place, source and remedy. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { rules, type Outcome, type Position, type Refusal } from '#policies/refusal.ts';
import { statusOf } from './status.ts';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly source: string;
  readonly remedy: string;
  readonly where?: { readonly line: number; readonly column: number; readonly length?: number };
}

/** @param text the vendor's text, so that a place can be told as line and column (from 1) */
export function problemOf(refusal: Refusal, text?: string): Problem {
  const { title, source, remedy } = rules[refusal.code];
  return {
    type: `/problems/${refusal.code}`,
    title,
    status: statusOf[refusal.code],
    code: refusal.code,
    detail: refusal.detail,
    source,
    remedy: refusal.remedy ?? remedy,
    ...(refusal.where && text !== undefined && { where: lineAndColumn(text, refusal.where) }),
  };
}

export function lineAndColumn(text: string, { offset, length }: Position): NonNullable<Problem['where']> {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, ...(length !== undefined && { length }) };
}

/** The first refusal decides the status, unless it is given; all of them are in `refusals`. */
export function respond<T>(
  c: Context,
  outcome: Outcome<T>,
  more: { text?: string; status?: ContentfulStatusCode } = {},
): Response {
  if (outcome.ok) return c.json(outcome.value, more.status ?? 200);
  const problems = outcome.refusals.map((refusal) => problemOf(refusal, more.text));
  const [first] = outcome.refusals;
  const status = more.status ?? statusOf[first.code];
  return c.json({ ...problemOf(first, more.text), status, refusals: problems }, status, {
    'content-type': 'application/problem+json',
  });
}

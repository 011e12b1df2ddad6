/** What an operation of the surface says of itself, as data: the description, the reference page, the fuzz and the matrix are made of it. */
import type { z } from 'zod';
import type { Title } from '#policies/catalog/entry.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';
import type { RefusalCode } from '#policies/refusal.ts';
import { tableForms } from './conventions/table.ts';

/** A section of the description: the eight stages, what is one's own, the log as files, and the description itself. */
export type Section = Stage | 'account' | 'log' | 'description';

/** One way in which an operation answers when it does not refuse. */
export interface Answer {
  readonly status: 200 | 201 | 202;
  readonly media: string;
  /** Of JSON; bytes and texts have none. */
  readonly schema?: z.ZodType;
}

/** A request that is well formed, in the words of the demonstration city, and what comes back. */
export interface Example {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly answer?: unknown;
}

export interface Operation {
  /** `<stage>.<collection>.<command>`; the reads of a collection are `list` and `read`. Access policies know it by this name. */
  readonly id: string;
  readonly method: 'get' | 'post';
  /** As the router has it: `/api/v1/propose/applications/:id/submit`. */
  readonly path: string;
  readonly section: Section;
  readonly title: Title;
  readonly summary: string;
  /** Who may ask at all; without it, nobody. What of the things is whose is decided for each of them. */
  readonly who?: 'anybody' | readonly Role[];
  /** The very schemas that validate. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answers: readonly Answer[];
  /** Has its answer a tag, by which its reader asks whether it is still so? */
  readonly isTagged?: true;
  /** Besides those that every operation of its kind has. */
  readonly refusals?: readonly RefusalCode[];
  readonly example?: Example;
}

/** Everybody who can have an account; the system has none. */
export const everybody: readonly Role[] = (Object.keys(roleTitles) as Role[]).filter((role) => role !== 'system');

export function json(schema: z.ZodType, status: Answer['status'] = 200): readonly Answer[] {
  return [{ status, media: 'application/json', schema }];
}

/** A table: JSON says all that is known of it, the other forms hold its columns and rows. */
export function tabular(schema: z.ZodType): readonly Answer[] {
  const forms = Object.keys(tableForms).filter((media) => media !== 'application/json');
  return [...json(schema), ...forms.map((media) => ({ status: 200, media }) as const)];
}

/** Does it ask and change nothing, though it has a body? */
export function isQuestion({ method, id }: Pick<Operation, 'method' | 'id'>): boolean {
  return method === 'get' || questions.includes(id);
}

const questions = ['simulate.queries.run', 'simulate.queries.explain', 'simulate.fits.plan'];

/** Names of the places in a path, in their order. */
export function placesOf(path: string): readonly string[] {
  return [...path.matchAll(/:([a-z]+)/g)].map(([, name]) => name ?? '');
}

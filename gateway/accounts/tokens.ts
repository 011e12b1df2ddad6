/** Tokens of programs: `slu_<id>_<secret>`. The secret is told once; the record has its hash, its scope and its end. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { holderOf, type TokenScope } from '#policies/procedure/cases/access-token.ts';
import { isBefore } from '#policies/procedure/term.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { sha256, type Instant } from '#policies/units.ts';
import { act } from '../act.ts';
import type { Caller } from '../accounts.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { idPrefix } from '../stages/collections.ts';
import type { Standing } from './standing.ts';

const shape = /^slu_([0-9a-z]{1,20})_([A-Za-z0-9_-]{43})$/;

export interface NewToken {
  readonly name: string;
  readonly scope: TokenScope;
  readonly until: Instant;
}

export interface IssuedToken {
  readonly id: string;
  /** Told once. */
  readonly token: string;
}

/** In the name of its own person. Whether he has just proven to be himself is for who calls this. */
export async function issueToken(
  office: Office,
  { person, org, role }: Caller,
  asked: NewToken,
): Promise<Outcome<IssuedToken>> {
  const id = office.newId(idPrefix('accessToken'));
  const secret = randomBytes(32).toString('base64url');
  const command = { type: 'issue', hash: hashOf(secret), ...asked } as const;
  const done = await act(office, { life: 'accessToken', id, command, actor: { person, org, role } });
  return done.ok ? accept({ id, token: `slu_${id.slice(idPrefix('accessToken').length + 1)}_${secret}` }) : done;
}

/** Whom a token speaks for now. A wrong secret and an unknown id go the same way. */
export function callerByToken(
  { record, clock }: Office,
  token: string,
  standing: (person: string) => Standing | undefined,
): Caller | undefined {
  const [, name = '', secret = ''] = shape.exec(token) ?? [];
  const doc = loadDoc(record.read, 'accessToken', `${idPrefix('accessToken')}-${name}`);
  const isRight = timingSafeEqual(Buffer.from(doc?.hash ?? nothing), Buffer.from(hashOf(secret)));
  if (!isRight || doc?.state !== 'valid' || !isBefore(clock(), doc.until)) return undefined;
  const stands = standing(holderOf(doc) ?? '');
  const issued = doc.acts[0]?.at;
  if (!stands || issued === undefined || Date.parse(issued) < stands.since) return undefined;
  return { ...stands.person, via: 'token', scope: doc.scope };
}

const nothing = '0'.repeat(64);

function hashOf(secret: string) {
  return sha256(createHash('sha256').update(secret).digest('hex'));
}

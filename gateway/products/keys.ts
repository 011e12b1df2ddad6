/** Keys of interfaces: `slk_<id>_<secret>`. The secret is told once; the record has its hash. A key is no person: it calls its product, and nothing else. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ApiKey } from '#policies/procedure/cases/api-key.ts';
import { anInstant, shortText } from '#policies/procedure/fields.ts';
import { aCallCount } from '#policies/procedure/interface-guards.ts';
import { isBefore } from '#policies/procedure/term.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { sha256 } from '#policies/units.ts';
import { act } from '../act.ts';
import type { Caller } from '../accounts.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { idPrefix } from '../stages/collections.ts';

const shape = /^slk_([0-9a-z]{1,20})_([A-Za-z0-9_-]{43})$/;

/** What the vendor says of a new one. */
export const newKey = z.strictObject({ recipient: shortText, callsPerDay: aCallCount, until: anInstant });

export interface IssuedKey {
  readonly id: string;
  /** Told once. */
  readonly key: string;
}

/** In the name of the vendor. Refuses as `requireKey` does. */
export async function issueKey(
  office: Office,
  caller: Caller,
  { product, ...asked }: z.output<typeof newKey> & { readonly product: string },
): Promise<Outcome<IssuedKey>> {
  const { person, org, role } = caller;
  const id = office.newId(idPrefix('apiKey'));
  const secret = randomBytes(32).toString('base64url');
  const command = { type: 'issue', product, ...asked, hash: hashOf(secret) } as const;
  const done = await act(office, { life: 'apiKey', id, command, actor: { person, org, role }, caller });
  return done.ok ? accept({ id, key: `slk_${id.slice(idPrefix('apiKey').length + 1)}_${secret}` }) : done;
}

/** Whether a request comes with a key, right or wrong. */
export function hasKey({ headers }: Request): boolean {
  return headers.get('authorization')?.startsWith('Bearer slk_') ?? false;
}

/**
 * The key in force that a request brings for this product. A wrong secret, an unknown id, another product's, one that is over: all go the same
 * way and give the same nothing.
 */
export function keyFor({ record, clock }: Office, { headers }: Request, product: string): ApiKey | undefined {
  const [scheme, text = ''] = (headers.get('authorization') ?? '').split(' ');
  const [, name = '', secret = ''] = shape.exec(text) ?? [];
  const doc = loadDoc(record.read, 'apiKey', `${idPrefix('apiKey')}-${name}`);
  const isRight = timingSafeEqual(Buffer.from(doc?.hash ?? nothing), Buffer.from(hashOf(secret)));
  if (!isRight || scheme !== 'Bearer' || doc?.state !== 'valid') return undefined;
  return doc.product === product && isBefore(clock(), doc.until) ? doc : undefined;
}

const nothing = '0'.repeat(64);

function hashOf(secret: string) {
  return sha256(createHash('sha256').update(secret).digest('hex'));
}

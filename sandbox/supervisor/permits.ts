/**
 * The domain's own reading of the record. It believes its own copy of the keys, and of the events only what a permit proves.
 * A gateway that lies, or that was taken over, can have nothing done that does not stand in the log.
 *
 * @see programs.md decision 2; architecture.md invariant 4; AO-22-2, DC-03
 */
import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { Approval } from '#policies/disclosure/decision/form.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import { verifyPermit, type Permit } from '#policies/record/permit.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { givenParameters } from '#policies/procedure/parameters.ts';
import { programContent, type ProgramContent } from '#policies/procedure/program-commands.ts';
import type { Given } from '#policies/query/parameters.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';

/** DER in front of a raw Ed25519 public key. @see RFC 8410 §4 */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const der = Buffer.concat([spkiPrefix, publicKey]);
  return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
}

/** What an event says, and who did it. */
export interface Proven {
  readonly role: string;
  readonly data: unknown;
  readonly act: Approval;
  /** Number of the event in the log. */
  readonly seq: number;
}

/** The event of this type about this thing, or E_PERMIT. */
export function requireEvent(
  permit: Permit,
  trust: Trust,
  want: { readonly type: string; readonly subject: string },
): Outcome<Proven> {
  const proven = verifyPermit(permit, trust, verifyEd25519);
  if (!proven.ok) return proven;
  const { entry, payload } = proven.value;
  if (entry.type !== want.type || entry.subjects[0] !== want.subject) {
    return refuse(
      'E_PERMIT',
      `Cannot accept the permit: must prove ${want.type} of ${want.subject}; got ${entry.type} of ${entry.subjects[0]}`,
    );
  }
  const { type, actor: person, org, role, at } = entry;
  return accept({ role, data: payload, act: { act: type, person, org, role, at }, seq: entry.seq });
}

export const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What was ordered, for whom, under which agreement. */
export interface Ordered {
  readonly content: ProgramContent;
  readonly hash: string;
  readonly vendor: string;
  readonly agreement: string;
  /** Values of its parameters. */
  readonly parameters: readonly Given[];
  /** Most ε that the agreement lets all its private runs spend; absent where it says nothing. */
  readonly epsilon?: number;
  /** The risk acceptance that was in force when it was ordered, where it needed one. */
  readonly isolation?: string;
  /** Number of the order in the log. */
  readonly seq: number;
}

const order = z.object({
  hash,
  vendor: z.string(),
  agreement: z.string(),
  parameters: givenParameters.default([]),
  budget: z.object({ epsilon: z.number().positive() }).exactOptional(),
  isolation: z.string().exactOptional(),
  subjects: z.array(z.string()).exactOptional(),
});

/** The ordered program, if the record says that exactly this content was ordered for exactly this run. */
export function requireOrdered(
  trust: Trust,
  { permit, run, content }: { readonly permit: Permit; readonly run: string; readonly content: unknown },
): Outcome<Ordered> {
  const event = requireEvent(permit, trust, { type: 'run.ordered', subject: `run/${run}` });
  if (!event.ok) return event;
  const ordered = order.safeParse(event.value.data);
  const program = programContent.safeParse(content);
  if (!ordered.success || !program.success)
    return refuse('E_PERMIT', 'Cannot run the program: must have the form of an order and a program');
  if (contentHash(content) !== ordered.data.hash) {
    return refuse('E_PERMIT', 'Cannot run the program: must have the hash that was ordered; got another text');
  }
  const { budget, subjects, ...named } = ordered.data;
  // To read everybody's rows on the consent of some would be to read without it.
  if (subjects) return refuse('E_CONSENT', 'Cannot run the program: must be able to keep to the rows of who consented');
  return accept({ ...named, content: program.data, ...budget, seq: event.value.seq });
}

/** A reviewer's look at a quarantined result stands in the record before the look. */
export function requireRevealed(trust: Trust, permit: Permit, run: string): Outcome<void> {
  const event = requireEvent(permit, trust, { type: 'reveal.requested', subject: `reveal/${run}` });
  if (!event.ok) return event;
  if (event.value.role === 'operator') return accept(undefined);
  return refuse('E_PERMIT', `Cannot reveal the result: must be asked by the operator; got ${event.value.role}`);
}

/** Whoever supervises may have a run computed again; that he asked stands in the record first. */
export function requireReplayAsked(trust: Trust, permit: Permit, run: string): Outcome<void> {
  const event = requireEvent(permit, trust, { type: 'replay.requested', subject: `replay/${run}` });
  if (!event.ok) return event;
  const { role } = event.value;
  if (['regulator', 'data_agency', 'competent_authority'].includes(role)) return accept(undefined);
  return refuse('E_PERMIT', `Cannot replay the run: must be asked by a supervising body; got ${role}`);
}

/** The regulator's question about one data subject stands in the record before it is answered. */
export function requireSubjectAsked(trust: Trust, permit: Permit, commitment: string): Outcome<void> {
  const event = requireEvent(permit, trust, { type: 'subject.requested', subject: `subject/${commitment}` });
  if (!event.ok) return event;
  if (event.value.role === 'regulator') return accept(undefined);
  return refuse('E_PERMIT', `Cannot look for a subject: must be asked by the regulator; got ${event.value.role}`);
}

/**
 * The domain's own reading of the record. It believes its own copy of the keys, and of the events only what a permit proves.
 * A gateway that lies, or that was taken over, can have nothing done that does not stand in the log.
 *
 * @see programs.md decision 2; architecture.md invariant 4; AO-22-2, DC-03
 */
import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { Trust } from '#policies/record/checkpoint.ts';
import { verifyPermit, type Permit } from '#policies/record/permit.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { programContent, type ProgramContent } from '#policies/procedure/program-commands.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';

/** DER in front of a raw Ed25519 public key. @see RFC 8410 §4 */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const der = Buffer.concat([spkiPrefix, publicKey]);
  return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
}

interface Proven {
  readonly role: string;
  readonly data: unknown;
}

/** The event of this type about this thing, or E_PERMIT. */
function requireEvent(
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
  return accept({ role: entry.role, data: payload });
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What was ordered, for whom, under which agreement. */
export interface Ordered {
  readonly content: ProgramContent;
  readonly hash: string;
  readonly vendor: string;
  readonly agreement: string;
  /** Most ε that the agreement lets all its private runs spend; absent where it says nothing. */
  readonly epsilon?: number;
}

const order = z.object({
  hash,
  vendor: z.string(),
  agreement: z.string(),
  budget: z.object({ epsilon: z.number().positive() }).exactOptional(),
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
  const { vendor, agreement, budget } = ordered.data;
  return accept({ content: program.data, hash: ordered.data.hash, vendor, agreement, ...budget });
}

/** A reviewer's look at a quarantined result stands in the record before the look. */
export function requireRevealed(trust: Trust, permit: Permit, run: string): Outcome<void> {
  const event = requireEvent(permit, trust, { type: 'reveal.requested', subject: `reveal/${run}` });
  if (!event.ok) return event;
  if (event.value.role === 'operator') return accept(undefined);
  return refuse('E_PERMIT', `Cannot reveal the result: must be asked by the operator; got ${event.value.role}`);
}

export interface ReleasePermits {
  readonly submitted: Permit;
  readonly filed: Permit;
  readonly released: Permit;
}

export interface Result {
  readonly run: string;
  readonly resultHash: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

const submission = z.object({ results: z.array(z.object({ run: z.string(), resultHash: hash })) });
const releaseData = z.object({ files: z.array(z.object({ name: z.string(), sha256: hash })) });

/**
 * All three events are of one export; the submission names this result, the data agency accepted the filing,
 * and the release names exactly these files.
 */
export function requireReleased(trust: Trust, permits: ReleasePermits, result: Result): Outcome<void> {
  const subject = subjectOf(permits.released);
  const submitted = requireEvent(permits.submitted, trust, { type: 'export.submitted', subject });
  if (!submitted.ok) return submitted;
  const filed = requireEvent(permits.filed, trust, { type: 'export.filed', subject });
  if (!filed.ok) return filed;
  const released = requireEvent(permits.released, trust, { type: 'export.released', subject });
  if (!released.ok) return released;
  if (filed.value.role !== 'data_agency')
    return refuse('E_NOT_FILED', 'Cannot release: the filing must be accepted by the data agency');
  const results = submission.safeParse(submitted.value.data);
  const named =
    results.success &&
    results.data.results.some((item) => item.run === result.run && item.resultHash === result.resultHash);
  if (!named) return refuse('E_PERMIT', 'Cannot release: the export must be of this very result');
  const files = releaseData.safeParse(released.value.data);
  const same =
    files.success &&
    result.files.every((file) =>
      files.data.files.some((other) => other.name === file.name && other.sha256 === file.sha256),
    );
  return same ? accept(undefined) : refuse('E_PERMIT', 'Cannot release: the record must name these very files');
}

/** What the permit claims to be about; {@link requireEvent} then proves it. */
function subjectOf(permit: Permit): string {
  const leaf = z.object({ subjects: z.array(z.string()) }).safeParse(parse(permit.leaf));
  const subject = leaf.success ? leaf.data.subjects[0] : undefined;
  return subject?.startsWith('export/') ? subject : 'export/';
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

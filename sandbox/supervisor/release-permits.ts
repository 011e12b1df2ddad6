/**
 * What the record must hold before a file of an export leaves: the submission of these very results and of this very report, the filing of
 * the same that the data agency accepted, and the release that names the files.
 *
 * @see AO-22-2; architecture.md invariant 4
 */
import { z } from 'zod';
import type { Approval } from '#policies/disclosure/decision/form.ts';
import type { ReportText } from '#policies/procedure/report/report.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import type { Permit } from '#policies/record/permit.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { hash, requireEvent } from './permits.ts';

/** Both of one export. */
export interface FilingPermits {
  readonly submitted: Permit;
  readonly filed: Permit;
}

export interface ReleasePermits extends FilingPermits {
  readonly released: Permit;
}

type Files = readonly { readonly name: string; readonly sha256: string }[];

export interface Result {
  readonly run: string;
  readonly resultHash: string;
}

const submission = z.object({
  results: z.array(z.object({ run: z.string(), resultHash: hash })),
  report: hash.exactOptional(),
});
type Submission = z.output<typeof submission>;
const releaseData = z.object({ files: z.array(z.object({ name: z.string(), sha256: hash })) });

/**
 * All three events are of one export; the submission names this result, the data agency accepted the filing,
 * and the release names exactly these files. Returns who did each of the three.
 */
export function requireReleased(
  trust: Trust,
  permits: ReleasePermits,
  { files, ...result }: Result & { readonly files: Files },
): Outcome<readonly Approval[]> {
  const filed = requireSubmitted(trust, permits, result);
  if (!filed.ok) return filed;
  const released = requireReleasedFiles(trust, permits, files);
  return released.ok ? accept([...filed.value, released.value]) : released;
}

/** The export that was submitted with this result was accepted for filing. Returns who did both. */
export function requireSubmitted(trust: Trust, permits: FilingPermits, result: Result): Outcome<readonly Approval[]> {
  const filed = requireFiled(trust, permits);
  if (!filed.ok) return filed;
  const { submission: submitted, acts } = filed.value;
  const named = submitted.results.some(({ run, resultHash }) => run === result.run && resultHash === result.resultHash);
  return named ? accept(acts) : refuse('E_PERMIT', 'Cannot release: the export must be of this very result');
}

/** Somebody has submitted an export with this very result: then checkers may see what speaks for and against it. */
export function requireSubmission(trust: Trust, submitted: Permit, result: Result): Outcome<void> {
  const event = requireEvent(submitted, trust, { type: 'export.submitted', subject: subjectOf(submitted) });
  if (!event.ok) return event;
  const data = submission.safeParse(event.value.data);
  const named = data.success ? data.data.results : [];
  if (named.some(({ run, resultHash }) => run === result.run && resultHash === result.resultHash))
    return accept(undefined);
  return refuse('E_PERMIT', 'Cannot show the evidence: an export must be submitted with this very result');
}

/** The results of the export that was submitted with this very report, and whose filing was accepted. */
export function requireReported(
  trust: Trust,
  permits: FilingPermits,
  report: ReportText,
): Outcome<Submission['results']> {
  const filed = requireFiled(trust, permits);
  if (!filed.ok) return filed;
  const { submission: submitted } = filed.value;
  if (submitted.report === contentHash(report)) return accept(submitted.results);
  return refuse('E_PERMIT', 'Cannot release: the export must be submitted with this very report');
}

/** A release of the export that was filed names exactly these files. */
export function requireReleasedFiles(trust: Trust, permits: ReleasePermits, files: Files): Outcome<Approval> {
  if (subjectOf(permits.released) !== subjectOf(permits.filed))
    return refuse('E_PERMIT', 'Cannot release: all permits must be of one export');
  return requireFiles(trust, permits.released, files);
}

interface Filed {
  readonly submission: Submission;
  readonly acts: readonly Approval[];
}

function requireFiled(trust: Trust, permits: FilingPermits): Outcome<Filed> {
  const subject = subjectOf(permits.filed);
  const submitted = requireEvent(permits.submitted, trust, { type: 'export.submitted', subject });
  if (!submitted.ok) return submitted;
  const filed = requireEvent(permits.filed, trust, { type: 'export.filed', subject });
  if (!filed.ok) return filed;
  if (filed.value.role !== 'data_agency')
    return refuse('E_NOT_FILED', 'Cannot release: the filing must be accepted by the data agency');
  const named = submission.safeParse(submitted.value.data);
  const accepted = submission.safeParse(filed.value.data);
  if (!named.success || !accepted.success)
    return refuse('E_PERMIT', 'Cannot release: submission and filing must name their results');
  // An export can be returned and submitted again: an older submission does not go with a newer filing.
  if (contentHash(named.data) !== contentHash(accepted.data))
    return refuse('E_PERMIT', 'Cannot release: the submission must be the one that was filed');
  return accept({ submission: named.data, acts: [submitted.value.act, filed.value.act] });
}

function requireFiles(trust: Trust, permit: Permit, files: Files): Outcome<Approval> {
  const released = requireEvent(permit, trust, { type: 'export.released', subject: subjectOf(permit) });
  if (!released.ok) return released;
  const data = releaseData.safeParse(released.value.data);
  const named = data.success ? data.data.files : [];
  const same = files.every(({ name, sha256 }) => named.some((other) => other.name === name && other.sha256 === sha256));
  return same
    ? accept(released.value.act)
    : refuse('E_PERMIT', 'Cannot release: the record must name these very files');
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

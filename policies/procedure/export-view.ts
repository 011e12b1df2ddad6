/**
 * Who reads what of an export. While a round of votes is open nobody reads another's vote, and whoever checks nothing reads none;
 * the vendor reads what was decided and what it was told, never a vote, a comment or a finding.
 *
 * @see disclosure.md §2.9 (3), §6; docs/decisions/021-blind-votes.md
 */
import { rules } from '../refusal.ts';
import type { Act } from './decider.ts';
import type { Export } from './export-doc.ts';
import { hasLeft, type ExportState } from './export-table.ts';
import type { Actor } from './life.ts';
import type { CheckRecord } from './rule-packs/record.ts';

/** What a vendor sees of its export. */
export interface VendorView extends Omit<
  Export,
  'findings' | 'check' | 'votes' | 'consolidation' | 'contested' | 'exception' | 'denial'
> {
  /** By which pack it was checked; the verdicts are for reviewers, for some speak of what was found in the data. */
  readonly check?: Omit<CheckRecord, 'items'>;
  /** All that the checks let a vendor know; absent before there were any. */
  readonly outcome?: VendorOutcome;
  /** What may be done about it: the same words whatever the reason was, so that trying out tells nothing. @see disclosure.md §2.9 (7) */
  readonly remedy?: string;
}

/** Coarse on purpose: a reason of its own for each rule would tell about the rows. @see disclosure.md §2.9 (3) */
export type VendorOutcome = 'released' | 'released_with_suppressions' | 'needs_coarser_design' | 'moved_to_review';

/** States that differ only in what reviewers have said so far: from outside they are one. */
const inside: readonly ExportState[] = [
  'operator_review',
  'conflicted',
  'consolidating',
  'excepting',
  'exception_requested',
];
const exceptions = ['needed', 'requested', 'granted', 'refused'].map((what) => `exception_${what}`);
const untold = ['voted', 'conflicted', 'consolidated', 'contested', ...exceptions].map((what) => `export.${what}`);

/** The state as everybody may know it. */
export function publicStateOf(state: ExportState): ExportState {
  return inside.includes(state) ? 'operator_review' : state;
}

/** For every vote that `viewer` may not read yet, a document without it. */
export function viewOfExport(doc: Export, viewer: Pick<Actor, 'person' | 'role'>): Export | VendorView {
  if (viewer.role === 'vendor') return vendorView(doc);
  if (!isRoundOpen(doc)) return doc;
  return { ...doc, votes: doc.votes.filter(({ by }) => by.person === viewer.person && by.role === viewer.role) };
}

/** Between the first vote and the last: the log does not tell what was voted either. */
export function isRoundOpen({ state }: Pick<Export, 'state'>): boolean {
  return state === 'operator_review';
}

function vendorView(doc: Export): VendorView {
  const {
    findings: _,
    check,
    votes: _votes,
    consolidation: _both,
    contested: _why,
    exception: _exception,
    denial: _denial,
    ...open
  } = doc;
  const outcome = outcomeFor(doc);
  const remedy = outcome === 'needs_coarser_design' ? { remedy: rules.E_HISTORY.remedy } : {};
  const acts = doc.acts.filter(isTold);
  const checked = check && { check: citedOf(check) };
  return { ...open, state: publicStateOf(doc.state), acts, ...checked, ...(outcome && { outcome }), ...remedy };
}

function citedOf({ gate, pack, version, hash }: CheckRecord): Omit<CheckRecord, 'items'> {
  return { gate, pack, version, hash };
}

function outcomeFor({ state, findings }: Export): VendorOutcome | undefined {
  if (state === 'draft' || state === 'submitted' || state === 'auto_checking') return undefined;
  if (state === 'blocked' || state === 'returned' || state === 'rejected') return 'needs_coarser_design';
  if (!hasLeft({ state })) return 'moved_to_review';
  return findings.some(({ verdict }) => verdict === 'suppressed') ? 'released_with_suppressions' : 'released';
}

function isTold({ type }: Act): boolean {
  return !untold.includes(type);
}

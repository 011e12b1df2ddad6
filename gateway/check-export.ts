/**
 * The automatic check of a submitted export: every run against everything that was released before. What it finds goes to the
 * reviewer as codes; the vendor learns one coarse reason.
 *
 * @see AO-22-1; disclosure.md §2.8
 */
import type { DocOf } from '#policies/procedure/lives.ts';
import { isProbing } from '#policies/procedure/probing.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { isBlocking } from '#policies/procedure/export-exception.ts';
import type { Finding } from '#policies/procedure/export-votes.ts';
import { act, type Done } from './act.ts';
import { askTwice } from './ask-twice.ts';
import { groupOf } from './denial-book.ts';
import { loadAll, loadDoc } from './load.ts';
import { systemActor, type Office } from './office.ts';
import { contentAt } from './program-text.ts';
import type { Reader } from './record/reader.ts';

export async function checkExport(office: Office, id: string): Promise<Outcome<Done<'export'>>> {
  const begun = await act(office, { life: 'export', id, command: { type: 'begin_auto_check' }, actor: systemActor });
  return begun.ok ? finishCheck(office, id) : begun;
}

/** The check of an export that is being checked; also after a crash in the middle of it. */
export async function finishCheck(office: Office, id: string): Promise<Outcome<Done<'export'>>> {
  const runs = loadDoc(office.record.read, 'export', id)?.product.runs ?? [];
  const findings: Finding[] = [];
  for (const run of runs) {
    const audited = await auditBeside(office, run, runs);
    if (!audited.ok) findings.push({ run, code: audited.refusals[0].code, verdict: 'fail' });
    else findings.push(...audited.value.map((found) => ({ run, ...found })));
    if (isTryingOut(office, run)) findings.push({ run, code: 'probing', verdict: 'notice' });
    const verdicts = loadDoc(office.record.read, 'run', run)?.result?.verdicts ?? [];
    const asked = new Set(findings.filter((finding) => finding.run === run).map(({ code }) => code));
    const settled = verdicts.filter((code) => !asked.has(code)).sort();
    findings.push(...settled.map((code) => ({ run, code, verdict: 'suppressed' as const })));
  }
  const passed = await passUnderStanding(office, id, findings);
  if (passed.ok) return passed;
  if (passed.refusals.some(({ code }) => code === 'E_STANDING'))
    findings.push(...runs.map((run) => ({ run, code: 'drift', verdict: 'notice' as const })));
  const give = (type: 'block' | 'clear') =>
    act(office, { life: 'export', id, command: { type, findings }, actor: systemActor });
  if (findings.some(isBlocking)) return give('block');
  const cleared = await give('clear');
  // What the rule pack calls critical never comes to people; the block says which item it was.
  return !cleared.ok && cleared.refusals.every(({ code }) => code === 'E_CHECK_ITEM') ? give('block') : cleared;
}

/** Under the newest standing approval of this vendor's program that is in force; E_NOT_FOUND where there is none. */
async function passUnderStanding(
  office: Office,
  id: string,
  findings: readonly Finding[],
): Promise<Outcome<Done<'export'>>> {
  const { read } = office.record;
  const doc = loadDoc(read, 'export', id);
  const hashes = (doc?.product.runs ?? []).map((run) => loadDoc(read, 'run', run)?.hash);
  const standing = loadAll(read, 'standingApproval').findLast(
    (one) => one.state === 'active' && one.vendor === doc?.vendor && hashes.includes(one.hash),
  );
  if (!standing) return refuse('E_NOT_FOUND', 'Cannot pass under a standing approval: there is none');
  const command = { type: 'pass_standing', standing: standing.id, findings } as const;
  return act(office, { life: 'export', id, command, actor: systemActor });
}

/** Against every other text that the vendor's legal group has submitted over the same datasets. */
function isTryingOut({ record: { read } }: Office, id: string): boolean {
  const run = loadDoc(read, 'run', id);
  if (!run) return false;
  const group = groupOf(read, run.vendor);
  const entries = new Set(run.uses.map(({ entry }) => entry));
  const submitted = loadAll(read, 'export').filter((doc) => group.has(doc.vendor) && doc.results.length > 0);
  const texts = submitted
    .flatMap(({ product }) => product.runs.flatMap((other) => loadDoc(read, 'run', other) ?? []))
    .filter(({ hash, uses }) => hash !== run.hash && uses.some(({ entry }) => entries.has(entry)))
    .map((other) => textOf(read, other));
  return isProbing(textOf(read, run), texts);
}

function textOf(read: Reader, { program, hash }: DocOf<'run'>): string {
  return (contentAt(read, program, hash)?.queries ?? []).map(({ sql }) => sql).join(';');
}

/**
 * One run against everything released and the others of its export: what asks for a person, refuses E_HISTORY. What the history guard is not
 * sure of, reviewers read in the recipes; nothing passes them by.
 */
export async function auditBeside(
  office: Office,
  run: string,
  beside: readonly string[],
): Promise<Outcome<readonly Omit<Finding, 'run'>[]>> {
  const audited = await askTwice(() => office.domain.audit({ run, beside: [...beside] }));
  if (!audited.ok) return audited;
  const { verdict, review } = audited.value;
  const unsure = verdict === 'review' ? [{ code: 'history', verdict: 'notice' as const }] : [];
  if (verdict !== 'fail') return accept([...review.map((code) => ({ code, verdict: 'review' as const })), ...unsure]);
  return refuse('E_HISTORY', `Cannot release ${run}: together with earlier releases it would say too much`);
}

/**
 * A requested run becomes an ordered one, then a finished, blocked or failed one. The order stands in the record, cosigned, before the
 * domain is asked; what the domain answers is written as the system's own act. Nothing here ever holds a value.
 *
 * @see procedure.md §3.8; architecture.md, "One query, walked"
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import { runResult } from '#policies/procedure/run-commands.ts';
import type { Permit } from '#policies/record/permit.ts';
import type { Receipt } from '#sandbox/door.ts';
import { act, type Done } from './act.ts';
import { defaultLeaseMs } from './jobs.ts';
import { loadDoc } from './load.ts';
import { systemActor, type Office } from './office.ts';
import type { Lease } from './record/job-table.ts';
import { runJob, runOf } from './run-job.ts';

/** Carries run `id` from `requested` to its end. Never throws for what the rules or the domain say. */
export async function performRun(office: Office, id: string): Promise<void> {
  await learnTierFor(office, loadDoc(office.record.read, 'run', id)?.program);
  const checked = await step(office, id, { type: 'precheck' });
  if (!checked.ok) return block(office, id, checked);
  const ordered = await step(office, id, { type: 'queue' });
  if (!ordered.ok) return block(office, id, ordered);
  const permit = await office.record.permit(ordered.value.seq);
  if (!permit.ok) return fail(office, id, permit.refusals[0].code);
  const isolation = await isolationPermit(office, ordered.value.doc.isolation);
  if (!isolation.ok) return fail(office, id, isolation.refusals[0].code);
  const started = await step(office, id, { type: 'start' });
  if (!started.ok) return block(office, id, started);
  const program = loadDoc(office.record.read, 'program', started.value.doc.program);
  const order = { permit: permit.value, run: id, content: program?.content };
  const finished = await office.domain.run({ ...order, ...isolation.value });
  if (!finished.ok) return fail(office, id, finished.refusals[0].code);
  return finish(office, id, finished.value);
}

/** The proof of the risk acceptance that the order names; nothing where it names none. */
export async function isolationPermit(
  { record }: Office,
  acceptance: string | undefined,
): Promise<Outcome<{ readonly isolation?: Permit }>> {
  if (acceptance === undefined) return accept({});
  const events = record.read.bySubject(`riskAcceptance/${acceptance}`);
  const accepted = events.find(({ type }) => type === 'riskAcceptance.accepted');
  if (!accepted) return refuse('E_ISOLATION', 'Cannot run the program: the record must hold the acceptance; got none');
  const permit = await record.permit(accepted.entry.seq);
  return permit.ok ? accept({ isolation: permit.value }) : permit;
}

/** The tier is found out by trying, so only for a program that has a script. */
export async function learnTierFor({ record, learnTier }: Office, program: string | undefined): Promise<void> {
  if (loadDoc(record.read, 'program', program)?.content.script) await learnTier();
}

/** A receipt that the record cannot hold is a failure of the run: it must not stay running for ever. */
async function finish(office: Office, id: string, receipt: Receipt): Promise<void> {
  const result = runResult.safeParse(receipt);
  if (!result.success) return fail(office, id, 'E_EXEC');
  const written = await step(office, id, { type: 'finish', result: result.data });
  // The rights may have ended meanwhile (a kill stands in the record already); then the result must not stay.
  if (!written.ok) await office.domain.purge({ run: id });
}

/** States that only the system leaves. */
const underWay: readonly string[] = ['requested', 'prechecked', 'queued', 'running'];

function isUnderWay({ record }: Office, id: string): boolean {
  return underWay.includes(loadDoc(record.read, 'run', id)?.state ?? '');
}

/** The job of a run. Who had it before died or was not heard of, and a run is never continued: a half result never counts. */
export async function performRunJob(office: Office, lease: Lease): Promise<void> {
  const id = runOf(lease);
  if (!isUnderWay(office, id)) return;
  return lease.attempt === 1 ? performRun(office, id) : fail(office, id, 'E_EXEC');
}

/** After a crash: what was under way here has failed. What another gateway has in hand goes on. */
export async function failInterrupted(office: Office): Promise<readonly string[]> {
  const { record, name: holder } = office;
  await record.jobs.release(holder);
  const failed: string[] = [];
  for (const { id } of record.read.list('run', { state: underWay })) {
    const lease = await record.jobs.take({ ...runJob(id), holder, now: Date.now(), leaseMs: defaultLeaseMs });
    if (!lease) continue;
    await fail(office, id, 'E_EXEC');
    await record.jobs.complete(lease, Date.now());
    failed.push(id);
  }
  return failed;
}

function step(office: Office, id: string, command: CommandOf<'run'>): Promise<Outcome<Done<'run'>>> {
  return act(office, { life: 'run', id, command, actor: systemActor });
}

async function block(office: Office, id: string, refused: Extract<Outcome<never>, { ok: false }>): Promise<void> {
  const [first, ...rest] = [...new Set(refused.refusals.map((refusal) => refusal.code))];
  if (first) await step(office, id, { type: 'block', verdicts: [first, ...rest] });
}

/** The domain may have got further than it could say: what it made of a failed run is removed. */
async function fail(office: Office, id: string, code: string): Promise<void> {
  await step(office, id, { type: 'fail', code });
  await office.domain.purge({ run: id });
}

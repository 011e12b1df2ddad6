/**
 * The regulator's hardest question of an export: compute it again. Every run of it is carried out once more in the domain over the snapshots
 * that it was computed from, and its files are compared with those that left. That it was asked, and what came of it, stands in the record.
 *
 * @see DC-13, AO-27-4
 */
import type { Actor } from '#policies/procedure/life.ts';
import { supervising } from '#policies/procedure/roles.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Permit } from '#policies/record/permit.ts';
import { noteDecision } from './decisions/note.ts';
import { loadDoc } from './load.ts';
import type { Office } from './office.ts';
import { isolationPermit } from './perform-run.ts';

export interface ReplayQuestion {
  readonly export: string;
  readonly reason: string;
  readonly actor: Actor;
}

export interface ReplayAnswer {
  readonly runs: readonly {
    readonly run: string;
    /** The files of the run came out with the bytes that were kept, and those are the bytes that left. */
    readonly equal: boolean;
    /** `kept`: noise is not drawn twice; everything after it was computed again. */
    readonly noise: 'none' | 'kept';
  }[];
}

/** Refuses E_ROLE for everybody who does not supervise, E_NOT_FILED for what has not left, and what the domain says. */
export async function replayExport(
  office: Office,
  { export: id, reason, actor }: ReplayQuestion,
): Promise<Outcome<ReplayAnswer>> {
  if (!supervising.includes(actor.role))
    return refuse('E_ROLE', `Cannot replay an export: must be asked by a supervising body; got ${actor.role}`);
  const doc = loadDoc(office.record.read, 'export', id);
  if (!doc?.files)
    return refuse('E_NOT_FILED', `Cannot replay the export: must have been released; got ${doc?.state ?? 'none'}`);
  const runs: ReplayAnswer['runs'][number][] = [];
  for (const run of doc.product.runs) {
    const replayed = await replayRun(office, { run, reason, actor });
    if (!replayed.ok) return replayed;
    const { equal, noise, files } = replayed.value;
    const left = files.every((file) =>
      doc.files?.some(({ name, sha256 }) => name === file.name && sha256 === file.sha256),
    );
    runs.push({ run, equal: equal && left, noise });
    await note(office, { run, actor }, { type: 'replay.finished', data: { equal: equal && left, noise } });
  }
  return accept({ runs });
}

async function replayRun(
  office: Office,
  { run, reason, actor }: { readonly run: string; readonly reason: string; readonly actor: Actor },
) {
  const { read } = office.record;
  const doc = loadDoc(read, 'run', run);
  const program = loadDoc(read, 'program', doc?.program);
  const ordered = read.bySubject(`run/${run}`).findLast(({ type }) => type === 'run.ordered');
  if (!doc || !program || !ordered)
    return refuse('E_NOT_FOUND', `Cannot replay ${run}: the record must hold its order`);
  const order = await office.record.permit(ordered.entry.seq);
  if (!order.ok) return order;
  const isolation = await isolationPermit(office, doc.isolation);
  if (!isolation.ok) return isolation;
  const permit = await note(office, { run, actor }, { type: 'replay.requested', data: { reason } });
  if (!permit.ok) return permit;
  const asked = { permit: permit.value, run, content: program.content, order: order.value };
  return office.domain.replay({ ...asked, ...isolation.value });
}

async function note(
  { record, clock }: Office,
  { run, actor }: { readonly run: string; readonly actor: Actor },
  { type, data }: { readonly type: string; readonly data: object },
): Promise<Outcome<Permit>> {
  const now = clock();
  const event = { life: 'replay', id: run, type, data: { ...data, at: now, by: actor }, subjects: [`run/${run}`, run] };
  const asked = await record.commit(noteDecision, event, { actor, now });
  return asked.ok ? record.permit(asked.value.entries[0]?.seq ?? -1) : asked;
}

/**
 * What every revocation does to what it reaches: pending runs are killed, what was released is suspended, standing approvals pass nothing more.
 * Each order is legal as things stand, so none is refused; what has ended already is left as it is.
 *
 * @see docs/decisions/048-revocation.md; SH-27-2, AO-20-6
 */
import type { Happened, Order } from '../consequences.ts';
import { hasLeft } from '../export-table.ts';
import type { DocOf } from '../lives.ts';
import type { Lookup } from '../lookup.ts';
import { impactOf, reachesExport, reachesFit, reachesRun, summaryOf, type Reach } from '../trace-report.ts';

const pending: readonly string[] = ['requested', 'prechecked', 'queued', 'running'];

/** Runs under way end. */
export function killRuns(reach: Reach, { life, id, lookup }: Happened): readonly Order[] {
  const runs = lookup.all('run').filter((run) => pending.includes(run.state) && reachesRun(reach, run));
  return runs.map((run) => ({ life: 'run', id: run.id, command: { type: 'kill', reason: `${life}/${id}` } }));
}

/** Released products are suspended. */
export function suspendExports(reach: Reach, { life, id, lookup }: Happened): readonly Order[] {
  const released = lookup.all('export').filter((doc) => doc.state === 'released' && reachesExport(reach, doc, lookup));
  return released.map((doc) => ({ life: 'export', id: doc.id, command: { type: 'suspend', cause: `${life}/${id}` } }));
}

/** Standing approvals of what is reached are suspended, or end. Only the agency resumes one. */
export function stopStanding(type: 'suspend' | 'end', reach: Reach, { life, id, lookup }: Happened): readonly Order[] {
  const open = type === 'end' ? ['active', 'suspended'] : ['active'];
  const reached = lookup.all('standingApproval').filter((one) => {
    const approved = open.includes(one.state) ? lookup.get('export', one.export) : undefined;
    return approved !== undefined && reachesExport(reach, approved, lookup);
  });
  return reached.map((one) => ({
    life: 'standingApproval',
    id: one.id,
    command: { type, reason: `${life}/${id}` },
  }));
}

const unwanted: readonly string[] = ['requested', 'agreed', 'ordered', 'fitted', 'published'];

/** Fits of withdrawn data are taken back, with what was drawn from them. */
export function withdrawFits(reach: Reach, { life, id, lookup }: Happened): readonly Order[] {
  const fits = lookup.all('fit').filter((fit) => unwanted.includes(fit.state) && reachesFit(reach, fit));
  return fits.map((fit) => ({ life: 'fit', id: fit.id, command: { type: 'withdraw', reason: `${life}/${id}` } }));
}

/** Results in quarantine of which nothing has left; what left is kept, for whoever asks how it was made. */
export function purgeRuns(reach: Reach, { life, id, lookup }: Happened): readonly Order[] {
  const kept = new Set(
    lookup
      .all('export')
      .filter(hasLeft)
      .flatMap(({ product }) => product.runs),
  );
  const runs = lookup
    .all('run')
    .filter((run) => run.state === 'quarantined' && !kept.has(run.id) && reachesRun(reach, run));
  return runs.map((run) => ({ life: 'run', id: run.id, command: { type: 'purge', reason: `${life}/${id}` } }));
}

/** A trace report, where there is a run or an export to trace. */
export function openTrace(reach: Reach, { life, id, type, lookup }: Happened): readonly Order[] {
  const summary = summaryOf(impactOf(reach, lookup));
  const { runs, exports } = summary.counts;
  if (runs + exports === 0) return [];
  const cause = `${life}/${id}`.slice(0, 200);
  const command = { type: 'open', cause, event: type, ...summary } as const;
  return [{ life: 'traceReport', id: traceId(id, lookup), command }];
}

/** The how-manieth of this cause. */
function traceId(id: string, lookup: Lookup): string {
  const before = lookup.all('traceReport').filter((report: DocOf<'traceReport'>) => report.id.startsWith(`trc.${id}.`));
  return `trc.${id}.${before.length + 1}`;
}

/**
 * The automatic check of a submitted export: every run against everything that was released before. What it finds goes to the
 * reviewer as codes; the vendor learns one coarse reason.
 *
 * @see AO-22-1; disclosure.md §2.8
 */
import type { Outcome } from '#policies/refusal.ts';
import { act, type Done } from './act.ts';
import { loadDoc } from './load.ts';
import { systemActor, type Office } from './office.ts';

export async function checkExport(office: Office, id: string): Promise<Outcome<Done<'export'>>> {
  const begun = act(office, { life: 'export', id, command: { type: 'begin_auto_check' }, actor: systemActor });
  if (!begun.ok) return begun;
  const { runs } = begun.value.doc.product;
  const findings = new Set<string>();
  let blocked = false;
  for (const run of runs) {
    const audited = await office.domain.audit({ run });
    if (!audited.ok || audited.value.verdict === 'fail') {
      blocked = true;
      findings.add(audited.ok ? 'E_HISTORY' : audited.refusals[0].code);
    }
    for (const verdict of loadDoc(office.record.read, 'run', run)?.result?.verdicts ?? []) findings.add(verdict);
  }
  const command = { type: blocked ? ('block' as const) : ('clear' as const), findings: [...findings].sort() };
  return act(office, {
    life: 'export',
    id,
    command: command as Parameters<typeof act<'export'>>[1]['command'],
    actor: systemActor,
  });
}

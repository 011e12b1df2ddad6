/**
 * An agreed fit becomes an ordered one, then a fitted or failed one. The order stands in the record, cosigned, before the domain is asked.
 *
 * @see perform-run.ts, which does the same for runs of vendors
 */
import type { Outcome } from '#policies/refusal.ts';
import { fitResult } from '#policies/procedure/fit-commands.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import { act, type Done } from './act.ts';
import { loadAll } from './load.ts';
import { systemActor, type Office } from './office.ts';

/** Carries fit `id` from `agreed` to its end. Never throws for what the rules or the domain say. */
export async function performFit(office: Office, id: string): Promise<void> {
  const ordered = await step(office, id, { type: 'order' });
  if (!ordered.ok) return fail(office, id, ordered.refusals[0].code);
  const permit = await office.record.permit(ordered.value.seq);
  if (!permit.ok) return fail(office, id, permit.refusals[0].code);
  const fitted = await office.domain.fit({ permit: permit.value, fit: id });
  if (!fitted.ok) return fail(office, id, fitted.refusals[0].code);
  const result = fitResult.safeParse(fitted.value);
  if (!result.success) return fail(office, id, 'E_EXEC');
  await step(office, id, { type: 'finish', result: result.data });
}

/** After a crash: what was under way has failed; what was paid is paid, and the same order gives the same model. */
export async function failInterruptedFits(office: Office): Promise<void> {
  for (const { id, state } of loadAll(office.record.read, 'fit'))
    if (state === 'ordered') await fail(office, id, 'E_EXEC');
}

function step(office: Office, id: string, command: CommandOf<'fit'>): Promise<Outcome<Done<'fit'>>> {
  return act(office, { life: 'fit', id, command, actor: systemActor });
}

async function fail(office: Office, id: string, code: string): Promise<void> {
  await step(office, id, { type: 'fail', code });
}

/** What the system does by itself after a person's move: route, check, run. Each is an act of its own in the record. */
import { accept, type Outcome } from '#policies/refusal.ts';
import { act } from './act.ts';
import { checkExport } from './check-export.ts';
import type { Moved } from './decisions/act.ts';
import { systemActor, type Office } from './office.ts';
import { loadDoc } from './load.ts';
import { performFit } from './perform-fit.ts';
import { refreshAgain } from './simulation/refresh.ts';
import { checkProgram } from './test-program.ts';

/** Follows up every move; what the first needs is what the caller hears, the others' failures go to the operator's log. */
export async function followAll(office: Office, [first, ...rest]: readonly Moved[]): Promise<Outcome<unknown>> {
  const followed = first ? await followUp(office, first) : accept(undefined);
  for (const moved of rest) {
    const done = await followUp(office, moved);
    if (!done.ok) office.onError(new Error(done.refusals[0].detail));
  }
  return followed;
}

/** A requested run is a job by now, and goes on in the background: its vendor sees only its coarse states. */
export async function followUp(office: Office, { life, id, type }: Moved): Promise<Outcome<unknown>> {
  switch (`${life}.${type}`) {
    case 'application.forward':
      return act(office, { life: 'application', id, command: { type: 'route' }, actor: systemActor });
    case 'program.freeze':
      return checkProgram(office, id);
    case 'run.request':
      office.wake();
      return accept(undefined);
    case 'fit.agree':
      // The last of them.
      if (loadDoc(office.record.read, 'fit', id)?.state === 'agreed') void performFit(office, id).catch(office.onError);
      return accept(undefined);
    // What was decided is decided; rows that cannot be made again stay as they were, and the operator's log says why.
    case 'fit.publish':
      await refreshAgain(office).catch(office.onError);
      return accept(undefined);
    case 'fit.withdraw':
      return withdrawFit(office, id);
    case 'fit.fail':
    case 'run.kill':
      return office.domain.kill({ run: id });
    case 'run.purge':
      return office.domain.purge({ run: id });
    case 'export.submit':
      return checkExport(office, id);
    default:
      return accept(undefined);
  }
}

/** Its process ends, if it has one; its rows go, if it made some. */
async function withdrawFit(office: Office, id: string): Promise<Outcome<unknown>> {
  const ended = await office.domain.kill({ run: id });
  const acts = loadDoc(office.record.read, 'fit', id)?.acts ?? [];
  if (acts.some(({ type }) => type === 'fit.published')) await refreshAgain(office).catch(office.onError);
  return ended;
}

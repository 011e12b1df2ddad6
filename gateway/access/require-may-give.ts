/** The decision about a command as an outcome: what goes into the event of it, or the refusal. */
import { doingOf } from '#policies/procedure/life.ts';
import { lives, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import { requireRole } from '#policies/procedure/life.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Reader } from '../record/reader.ts';
import type { Decision } from './access.ts';
import type { Asking } from './facts.ts';
import { mayGive } from './may.ts';

interface Command {
  readonly life: LifeName;
  readonly doc: unknown;
  readonly command: string;
}

/** By which policies it was allowed: stands beside the versions in the event. Refuses E_ROLE, E_NOT_FOUND, E_SEPARATION. */
export function requireMayGive(
  read: Reader,
  caller: Asking,
  { life, doc, command }: Command,
): Outcome<{ readonly permit: string }> {
  const decision = mayGive(read, caller, { life, doc: doc as DocOf<LifeName> | undefined, command });
  if (decision.allowed) return accept({ permit: decision.policies.join(', ') });
  return refuseCommand(decision, caller, { life, command });
}

/** In the words of the lives, where they have the same refusal. */
function refuseCommand({ code, policies }: Decision, caller: Asking, { life, command }: Omit<Command, 'doc'>) {
  const doing = doingOf(lives[life], command);
  if (code === 'E_NOT_FOUND')
    return refuse(code, `Cannot ${doing}: must be an existing thing of your organization; got none`);
  if (policies.length > 0)
    return refuse(code ?? 'E_ROLE', `Cannot ${doing}: must be as access says; got ${policies.join(', ')}`);
  const role = Object.hasOwn(lives[life].moves, command) ? requireRole(lives[life], command, caller) : undefined;
  if (role && !role.ok) return role;
  return refuse('E_ROLE', `Cannot ${doing}: must be permitted by a policy of access; got none`);
}

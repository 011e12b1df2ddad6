/** The one question that stands between a text and real data. */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { OrgId, Sha256 } from '../units.ts';
import type { Program } from './program-doc.ts';

/**
 * Is this exact text approved? For every other text and state, refuses with E_NOT_APPROVED.
 *
 * @see AO-21-2, DC-03
 */
export function requireApprovedProgram(
  doing: string,
  program: Program | undefined,
  asked: { readonly vendor: OrgId; readonly hash: Sha256 },
): Outcome<Program> {
  const own = program?.vendor === asked.vendor ? program : undefined;
  if (own?.state === 'approved' && own.hash === asked.hash) return accept(own);
  const got = own?.state === 'approved' ? `approval of another text, ${own.hash}` : (own?.state ?? 'no such program');
  return refuse('E_NOT_APPROVED', `Cannot ${doing}: the program of hash ${asked.hash} must be approved; got ${got}`);
}

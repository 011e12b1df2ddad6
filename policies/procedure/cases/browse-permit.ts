/** Who may browse the sharing catalog: a vendor by a permit of its own, while its term runs. */
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { Instant, OrgId } from '../../units.ts';
import { isInTerm } from '../term.ts';
import { browseRequest, type BrowseRequestTypes } from './browse-request.ts';

const remedy =
  'Ask to browse: POST /api/v1/propose/browse-requests. The operator forwards it, and the agency permits it for a term.';

/**
 * The vendor has a permitted browse request in term; refuses with E_NO_RIGHTS. The term is read from the permit itself,
 * so it has ended also before anybody has noted that it has.
 *
 * @see AO-16-1, AO-16-2
 */
export function requireBrowsePermit(
  vendor: OrgId,
  requests: readonly BrowseRequestTypes['doc'][],
  now: Instant,
): Outcome<void> {
  const own = requests.filter((doc) => browseRequest.ownerOf(doc).org === vendor);
  if (own.some(({ state, term }) => state === 'permitted' && term && isInTerm(term, now))) return accept(undefined);
  const newest = own.at(-1);
  const got = newest?.term ? `a term from ${newest.term.from} to ${newest.term.to}` : (newest?.state ?? 'none');
  const must = 'the vendor must have a permit to browse whose term runs';
  return refuse('E_NO_RIGHTS', `Cannot browse the sharing catalog: ${must}; got ${got}`, { remedy });
}

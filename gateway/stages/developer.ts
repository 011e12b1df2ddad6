/** Who may use simulation data, and how much of it. Before an agreement a vendor sees previews only (procedure.md §9 reading 1). */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';
import { loadAll, loadDoc } from '../load.ts';
import type { Office } from '../office.ts';

/** Data to take home is for who develops: a vendor under an agreement, or another desk. */
export function requireDeveloper(office: Office, caller: Caller): Outcome<void> {
  const allowed = requireRegisteredVendor(office, caller);
  if (!allowed.ok) return allowed;
  if (allowed.value.develops) return accept(undefined);
  return refuse('E_NO_RIGHTS', 'Cannot make simulation data: the vendor must have an agreement in force; got none', {
    remedy: 'Look at previews until then: GET /api/v1/simulate/preview/:table.',
  });
}

/** Vendors must be registered; the other desks look at simulation data to judge a program. */
export function requireRegisteredVendor(
  office: Office,
  { role, org }: Caller,
): Outcome<{ readonly develops: boolean }> {
  if (role !== 'vendor') return accept({ develops: true });
  const registration = loadDoc(office.record.read, 'registration', org);
  if (registration?.state !== 'registered') {
    return refuse(
      'E_NO_RIGHTS',
      `Cannot use simulation data: the vendor must be registered; got ${registration?.state ?? 'none'}`,
    );
  }
  const develops = loadAll(office.record.read, 'agreement').some(
    ({ vendor, state }) => vendor === org && state === 'active',
  );
  return accept({ develops });
}

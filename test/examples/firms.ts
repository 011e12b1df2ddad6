/** The city's tables of firms at their public volume, simulation data only: what a vendor has before anything is applied for. */
import { register } from '#gateway/city/journey.ts';
import { publishEntry } from '#gateway/city/publish.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import { refreshSimulation } from '#gateway/simulation/refresh.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { openInstallation } from '../fixtures/installation.ts';
import { copyOf } from '../fixtures/made-once.ts';

const tables = ['ent_registration', 'social_insurance_monthly', 'tax_credit_annual', 'admin_penalty'];

/** An installation that nobody has open. */
export async function copyOfFirms(): Promise<string> {
  return copyOf('firms', async (dir) => {
    await using installation = await openInstallation(dir, cityPeople);
    for (const entry of cityEntries.filter(({ id }) => tables.includes(id)))
      unwrap(await publishEntry(installation.as, entry, ownerOf(entry.department).person));
    await register(installation.as);
    await refreshSimulation(installation.office, { seed: 7, scale: 1 });
  });
}

/** A look at fifty rows through the door: of the data that is there, and made with another seed for that look. */
import { join } from 'node:path';
import { openAccounts } from '#gateway/accounts.ts';
import { createApp } from '#gateway/app.ts';
import { register } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { publishEntry } from '#gateway/city/publish.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import { clientOf, type Client } from '#gateway/client.ts';
import { openOffice } from '#gateway/open-office.ts';
import { refreshSimulation } from '#gateway/simulation/refresh.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { median, repeat, type Timing } from '../measure.ts';
import { milliseconds, type Benched } from '../table.ts';
import type { SimulationBench } from './options.ts';

/** Milliseconds that a preview may take. */
const most = 1_000;
const table = 'medical_settlement';
const ways = [
  ['of the rows that are there', ''],
  ['made with another seed', '&seed=11'],
] as const;

export async function benchPreview({ times, scratch }: SimulationBench): Promise<Benched> {
  const timings = await inCity(join(scratch, 'preview'), async (vendor) => {
    const all: (readonly [string, Timing])[] = [];
    for (const [name, more] of ways)
      all.push([
        name,
        await repeat(times, async () => unwrap(await vendor.call(`/simulate/preview/${table}?rows=50${more}`))),
      ]);
    return all;
  });
  const rows = timings.map(([name, timing]) => [name, milliseconds(median(timing, 'wall'))]);
  const title = `Preview: 50 rows of ${table} through the door`;
  const slow = timings.filter(([, timing]) => median(timing, 'wall') > most);
  const faults = slow.map(([name]) => `a preview ${name}: must take at most ${most} ms on two idle cores`);
  return { tables: [{ title, columns: ['what', 'ms'], rows }], faults };
}

/** An installation without real data: previews need none. */
async function inCity<T>(dir: string, work: (vendor: Client) => Promise<T>): Promise<T> {
  await using office = await openOffice({ dir });
  const accounts = openAccounts(join(dir, 'accounts.json'), cityPeople);
  const app = createApp(office, accounts);
  const as = (person: string) =>
    clientOf('', accounts.byPerson(person)?.token ?? '', (url, init) => app.request(url, init));
  for (const entry of cityEntries.filter(({ id }) => id === table))
    unwrap(await publishEntry(as, entry, ownerOf(entry.department).person));
  await refreshSimulation(office, { seed: 7, scale: 1 });
  await register(as);
  return await work(as(people.vendor.person));
}

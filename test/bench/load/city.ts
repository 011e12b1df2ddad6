/** A served city with two hundred vendors more, each registered and with an account of its own. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts, type Accounts, type Person } from '#gateway/accounts.ts';
import { createApp } from '#gateway/app.ts';
import { register } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople, setUpCity } from '#gateway/city/set-up.ts';
import { clientOf } from '#gateway/client.ts';
import { openOffice } from '#gateway/open-office.ts';
import { orgId, personId } from '#policies/units.ts';
import { serve, stop, type Running } from '../../gateway/server.ts';

/** The vendors of the load. */
export const crowd: readonly Person[] = Array.from({ length: 200 }, (_, at) => ({
  ...people.vendor,
  person: personId(`load-${at}.vendor`),
  org: orgId(`vendor.load-${at}`),
}));

export interface Served extends AsyncDisposable {
  readonly running: Running;
  readonly tokens: readonly string[];
  /** Resident memory of the gateway's process, in MiB. */
  memory(): number;
}

/** @param dir of the installation, which is made */
export async function serveCrowd(dir: string): Promise<Served> {
  mkdirSync(dir, { recursive: true });
  const accounts = await makeCity(dir);
  const servers: ChildProcess[] = [];
  const running = await serve(dir, servers);
  return {
    running,
    tokens: crowd.map(({ person }) => accounts.byPerson(person)?.token ?? ''),
    memory: () => {
      const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${running.pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes) / 1024;
    },
    [Symbol.asyncDispose]: () => stop(running),
  };
}

async function makeCity(dir: string): Promise<Accounts> {
  await using office = await openOffice({ dir });
  const accounts = openAccounts(join(dir, 'accounts.json'), [...cityPeople, ...crowd]);
  const app = createApp(office, accounts);
  const as = (person: string) =>
    clientOf('', accounts.byPerson(person)?.token ?? '', (url, init) => app.request(url, init));
  await setUpCity(office, as, { scale: 0.2 });
  for (const vendor of [people.vendor, ...crowd]) await register(as, vendor);
  writeFileSync(join(dir, 'city.made'), '');
  return accounts;
}

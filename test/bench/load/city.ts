/** A served city with two hundred vendors more, each registered and with an account of its own. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts, type Person } from '#gateway/accounts.ts';
import { register } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
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
  const accounts = openAccounts(join(dir, 'accounts.json'), crowd);
  const servers: ChildProcess[] = [];
  const running = await serve(dir, servers);
  for (const vendor of crowd) await register(running.as, vendor);
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

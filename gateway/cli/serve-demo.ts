/** `sluice serve --demo`: the demonstration city with all its desks, on this machine alone. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts } from '../accounts.ts';
import { openIdentity } from '../accounts/open-identity.ts';
import { openDemoAccounts } from '../accounts/register.ts';
import { createApp } from '../app.ts';
import { clientOf } from '../client.ts';
import { register } from '../city/journey.ts';
import { cityPeople, setUpCity } from '../city/set-up.ts';
import { openOffice } from '../open-office.ts';
import type { Configuration } from '../operations/settings.ts';
import { openWatcher } from '../operations/watch.ts';
import { listen } from '../serve.ts';
import { styled } from './args.ts';
import { openOptions, rulesOf } from './serve.ts';
import { ended } from './signals.ts';
import { exits } from './verb.ts';

/** @param scale rows, as a multiple of what the catalog says */
export async function serveCity(config: Configuration, scale: number): Promise<number> {
  const { dir, host, port, metricsToken, shutdownSeconds } = config;
  // Only what goes wrong: whoever tries the city out reads its welcome.
  const watcher = openWatcher({ logLevel: 'error', metricsToken });
  await using office = await openOffice({ ...openOptions(config), onError: watcher.onError });
  const accounts = openAccounts(join(dir, 'accounts.json'), cityPeople);
  const baseURL = config.publicUrl ?? `http://${host}:${port}`;
  using identity = await openIdentity({ office, dir, baseURL, demo: accounts, rules: rulesOf(config) });
  const app = createApp(office, identity, watcher.over(office));
  const as = (person: string) =>
    clientOf('', accounts.byPerson(person)?.token ?? '', (url, init) => app.request(url, init));
  const made = join(dir, 'city.made');
  if (!existsSync(made)) {
    if (office.record.read.size() > 0)
      throw new Error(`Cannot make the city in ${dir}: it was left half made; remove the folder`);
    console.log('Making the demonstration city (once, about 20 seconds) …');
    await setUpCity(office, as, { scale, tell: (line) => console.log(`  ${line}`) });
    await register(as);
    writeFileSync(made, '');
  }
  await openDemoAccounts(office, cityPeople);
  await using server = await listen(app, { host, port, patienceMs: 1000 * shutdownSeconds });
  console.log(welcome(server.url, accounts.all, dir));
  await ended();
  watcher.end();
  return exits.done;
}

function welcome(url: string, accounts: ReturnType<typeof openAccounts>['all'], dir: string): string {
  const rows = accounts.map(({ person, token, title }) => `  ${token}  ${person.padEnd(34)} ${title.en}`);
  const vendor = accounts[0]?.token ?? '';
  return `
${styled('bold', 'Sluice 域闸')} — the demonstration city is open. All data here is artificial.

  ${styled('cyan', url)}

${styled('yellow', 'Demonstration accounts')} (this machine only; Authorization: Bearer <token>, or sign in at ${url}/account/sign-in)
${rows.join('\n')}

${styled('bold', 'Try')}
  what a query would give, and what the rules would leave of it:
    curl -s ${url}/api/v1/simulate/query -H 'authorization: Bearer ${vendor}' -H 'content-type: application/json' \\
      -d '{"sql": "SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL"}'
  why something is refused:
    curl -s ${url}/api/v1/simulate/explain -H 'authorization: Bearer ${vendor}' -H 'content-type: application/json' \\
      -d '{"sql": "SELECT ent_name FROM ent_registration"}'
  the whole story, step by step:   npm run demo
  check an exported bundle:        npm run sluice verify <bundle.zip>

Data of this installation: ${dir}. Stop with Ctrl+C.`;
}

/** `sluice serve --demo`: the demonstration city with all its desks. Accounts of a real installation are not built yet, so it serves only that. */
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
import type { Ciphers } from '../record/keys.ts';
import { listen } from '../serve.ts';
import { styled, type Arguments } from './args.ts';

export async function serveCity({ options }: Arguments): Promise<number> {
  if (!options.demo) {
    console.error('Cannot serve: must be --demo; there are no accounts for real work yet');
    return 2;
  }
  await using office = await openOffice({ dir: options.dir, ciphers: ciphersOf(process.env) });
  const accounts = openAccounts(join(options.dir, 'accounts.json'), cityPeople);
  const baseURL = `http://127.0.0.1:${options.port}`;
  using identity = await openIdentity({ office, dir: options.dir, baseURL, demo: accounts });
  const app = createApp(office, identity);
  const as = (person: string) =>
    clientOf('', accounts.byPerson(person)?.token ?? '', (url, init) => app.request(url, init));
  const made = join(options.dir, 'city.made');
  if (!existsSync(made)) {
    if (office.record.read.size() > 0)
      throw new Error(`Cannot make the city in ${options.dir}: it was left half made; remove the folder`);
    console.log('Making the demonstration city (once, about 20 seconds) …');
    await setUpCity(office, as, { scale: options.scale, tell: (line) => console.log(`  ${line}`) });
    await register(as);
    writeFileSync(made, '');
  }
  await openDemoAccounts(office, cityPeople);
  await using server = await listen(app, { port: options.port });
  console.log(welcome(server.url, accounts.all, options.dir));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  return 0;
}

/** Chosen once for an installation: SLUICE_CIPHERS=both adds SM2 with SM3, and SM4 at rest. */
function ciphersOf({ SLUICE_CIPHERS: ciphers = 'international' }: NodeJS.ProcessEnv): Ciphers {
  if (ciphers === 'international' || ciphers === 'both') return ciphers;
  throw new TypeError(`Cannot read SLUICE_CIPHERS: must be international or both; got ${ciphers}`);
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
    curl -s ${url}/api/v1/simulate/query -H 'authorization: Bearer ${vendor}' \\
      -d '{"sql": "SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL"}'
  why something is refused:
    curl -s ${url}/api/v1/simulate/explain -H 'authorization: Bearer ${vendor}' \\
      -d '{"sql": "SELECT ent_name FROM ent_registration"}'
  the whole story, step by step:   npm run demo
  check an exported bundle:        npm run sluice verify <bundle.zip>

Data of this installation: ${dir}. Stop with Ctrl+C.`;
}

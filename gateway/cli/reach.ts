/** The API of an installation: through the process that has it open, else by opening it here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts } from '../accounts.ts';
import { createApp } from '../app.ts';
import { clientOf, type Client } from '../client.ts';
import { isOpen, openOffice } from '../open-office.ts';
import type { CommonOptions } from './args.ts';

export interface Reached extends AsyncDisposable {
  readonly client: Client;
}

/**
 * @param options.as whose token is used; the first vendor of the installation where not given
 * @throws Error where there is no installation, or its process does not answer at the port
 */
export async function reach({ dir, port, as }: Pick<CommonOptions, 'dir' | 'port' | 'as'>): Promise<Reached> {
  const file = join(dir, 'accounts.json');
  if (!existsSync(file))
    throw new Error(`Cannot ask: must be an installation; ${dir} has none, \`sluice serve --demo\` makes one`);
  const accounts = openAccounts(file);
  const account = as === undefined ? accounts.all.find(({ role }) => role === 'vendor') : accounts.byPerson(as);
  if (!account) throw new TypeError(`Cannot ask as ${as ?? 'a vendor'}: must be a person of this installation`);
  if (isOpen(dir)) return throughServer(`http://127.0.0.1:${port}`, account);
  const office = await openOffice({ dir });
  const app = createApp(office, accounts);
  return {
    client: clientOf('', account.token, (url, init) => app.request(url, init)),
    [Symbol.asyncDispose]: () => office[Symbol.asyncDispose](),
  };
}

async function throughServer(url: string, { token }: { readonly token: string }): Promise<Reached> {
  const client = clientOf(url, token, fetch);
  const known = await client.call('/me').catch(() => undefined);
  if (!known?.ok)
    throw new Error(`Cannot ask: the installation is open, and not at ${url}; give the --port of its server`);
  return { client, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** Whom to ask: a server somewhere, a kit of pulled simulation data, the process that has an installation open, or the installation itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments } from './args.ts';
import type { CommonOptions } from './options.ts';
import type { Reached } from './reached.ts';
import { UnreachableError, UsageError } from './verb.ts';

/**
 * What was named with an option comes first; then, for what can be done `offline`, a kit here or above; then SLUICE_SERVER; then the
 * installation of this folder.
 *
 * @throws UnreachableError where there is nobody to ask
 */
export async function reach(
  { options, given }: Omit<Arguments, 'words'>,
  need: 'offline' | 'online' = 'online',
): Promise<Reached> {
  if (options.server !== undefined) return remote(options.server, options);
  const isLocal = given.has('dir') || given.has('port') || given.has('as');
  if (need === 'offline' && !isLocal) {
    const { findKit } = await import('../kit/find-kit.ts');
    const kit = options.kit ?? findKit(process.cwd());
    if (kit !== undefined) return (await import('../kit/open-kit.ts')).openKit(kit);
  }
  const { SLUICE_SERVER: server } = process.env;
  if (server && !isLocal) return remote(server, options);
  return installation(options);
}

async function remote(server: string, { token }: CommonOptions): Promise<Reached> {
  if (token === undefined)
    throw new UsageError('Cannot ask the server: must have a token; give SLUICE_TOKEN or --token');
  if (!/^https?:\/\//.test(server)) throw new UsageError(`Cannot ask the server: must be an address; got ${server}`);
  return asked(server.replace(/\/+$/, ''), token, `${server} does not answer, or does not know the token`);
}

async function asked(url: string, token: string, otherwise: string): Promise<Reached> {
  const { clientOf } = await import('../client.ts');
  const client = clientOf(url, token, fetch);
  const known = await client.call('/me').catch(() => undefined);
  if (!known?.ok) throw new UnreachableError(`Cannot ask: ${otherwise}`);
  return { client, place: url, kind: 'server', [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** By the token of a person of it; of its first vendor where none is named. */
async function installation({ dir, port, as }: CommonOptions): Promise<Reached> {
  const file = join(dir, 'accounts.json');
  if (!existsSync(file))
    throw new UnreachableError(
      `Cannot ask: must be an installation; ${dir} has none, \`sluice serve --demo\` makes one, --server names one elsewhere`,
    );
  const { openAccounts } = await import('../accounts.ts');
  const accounts = openAccounts(file);
  const account = as === undefined ? accounts.all.find(({ role }) => role === 'vendor') : accounts.byPerson(as);
  if (!account) throw new UsageError(`Cannot ask as ${as ?? 'a vendor'}: must be a person of this installation`);
  const { isOpen, openOffice } = await import('../open-office.ts');
  if (isOpen(dir)) {
    const url = `http://127.0.0.1:${port}`;
    return asked(url, account.token, `the installation is open, and not at ${url}; give the --port of its server`);
  }
  const [{ createApp }, { clientOf }] = await Promise.all([import('../app.ts'), import('../client.ts')]);
  const office = await openOffice({ dir });
  const app = createApp(office, accounts);
  return {
    client: clientOf('', account.token, (url, init) => app.request(url, init)),
    place: dir,
    kind: 'installation',
    [Symbol.asyncDispose]: () => office[Symbol.asyncDispose](),
  };
}

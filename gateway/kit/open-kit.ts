/** A kit as an API without a network: who asks it cannot tell it from a server that has simulation data only. */
import { relative } from 'node:path';
import type { Reached } from '../cli/reached.ts';
import { clientOf } from '../client.ts';
import { kitApp } from './kit-app.ts';
import { openKitDomain } from './kit-domain.ts';
import { readKit } from './read-kit.ts';
import { rulesInForce } from './rules.ts';

/** @throws Error for a folder that is no kit */
export async function openKit(folder: string): Promise<Reached> {
  const kit = readKit(folder);
  if (kit.kit.rules.server !== rulesInForce().hash)
    console.error(
      `Beware: ${relative('.', folder) || folder} was pulled from a server whose rules are not those of this command line; verdicts may differ`,
    );
  const domain = await openKitDomain(kit);
  const app = kitApp({ domain, catalog: kit.catalog });
  return {
    client: clientOf('', '', (url, init) => app.request(url, init)),
    place: folder,
    kind: 'kit',
    [Symbol.asyncDispose]: () => domain[Symbol.asyncDispose](),
  };
}

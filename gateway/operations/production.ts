/** What must not be so where real data is. Each fault names its remedy; a demonstration is never asked. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IsolationTier } from '#policies/isolation.ts';
import type { Configuration } from './settings.ts';

export interface Fault {
  readonly what: string;
  readonly remedy: string;
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** What is wrong before anything is opened. */
export function productionFaults(config: Configuration, dir: string): readonly Fault[] {
  const { passphrase, origin, publicUrl, authorizedUntil } = config;
  return [
    ...when(existsSync(join(dir, 'accounts.json')) || existsSync(join(dir, 'city.made')), {
      what: 'The folder is a demonstration: its accounts have no passwords',
      remedy: 'Begin a new folder with --dir; nothing of a demonstration is taken over.',
    }),
    ...when(passphrase === undefined, {
      what: 'The keys of personal texts would lie in the folder as they are',
      remedy: 'Set SLUICE_PASSPHRASE, at least 12 characters, from a secret store.',
    }),
    ...when(origin === 'sluice.local/record', {
      what: 'The log has the name that every trial installation has',
      remedy: 'Set origin to a name of yours, for good: sluice.<your domain>/record.',
    }),
    ...when(publicUrl === undefined || !isSafe(publicUrl), {
      what: 'Cookies and tokens would go over the network in clear',
      remedy: 'Set publicUrl to the https address of the proxy that ends TLS.',
    }),
    ...when(authorizedUntil === undefined, {
      what: "Nobody said until when the operator's authorization runs",
      remedy: 'Set authorizedUntil to the day of the document, as 2029-01-01T00:00:00+08:00.',
    }),
  ];
}

/** After the domain was asked in which tier it runs programs. */
export function tierFaults(config: Configuration, tier: IsolationTier): readonly Fault[] {
  return when(tier < config.lowestTier, {
    what: `Programs would run in ${tier}; the configuration asks for ${config.lowestTier}`,
    remedy: 'See sluice doctor for what to install, or sign for the risk and set lowestTier.',
  });
}

/** A demonstration is for this machine: whoever reaches it can be everybody. */
export function demoFaults({ host }: Pick<Configuration, 'host'>): readonly Fault[] {
  return when(!loopback.has(host), {
    what: `A demonstration has accounts without passwords and would be served at ${host}`,
    remedy: 'Leave host at 127.0.0.1.',
  });
}

export function printFaults(faults: readonly Fault[]): string {
  return faults.map(({ what, remedy }) => `✗ ${what}.\n  ${remedy}`).join('\n');
}

function when(isSo: boolean, fault: Fault): readonly Fault[] {
  return isSo ? [fault] : [];
}

/** On the loopback address nothing goes over a network. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || loopback.has(hostname);
}

/** `sluice serve`: an installation, opened for its people. What is not fit for real data is refused, all of it at once. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { instant } from '#policies/units.ts';
import { openIdentity } from '../accounts/open-identity.ts';
import { createApp } from '../app.ts';
import { defaultSettings, openOffice, type OpenOptions } from '../open-office.ts';
import type { Settings } from '../office.ts';
import { demoFaults, printFaults, productionFaults, tierFaults, type Fault } from '../operations/production.ts';
import type { Configuration } from '../operations/settings.ts';
import { openWatcher } from '../operations/watch.ts';
import { listen } from '../serve.ts';
import type { Arguments } from './args.ts';
import { configurationOf } from './configuration.ts';
import { ended } from './signals.ts';
import { exits } from './verb.ts';

export async function serve(args: Arguments): Promise<number> {
  const { values } = configurationOf(args);
  const config = { ...values, dir: resolve(values.dir) };
  if (!args.options.demo && config.mode !== 'demo') return serveProduction(config);
  const faults = demoFaults(config);
  if (faults.length > 0) return refuseToOpen(faults);
  return (await import('./serve-demo.ts')).serveCity(config, args.options.scale);
}

async function serveProduction(config: Configuration): Promise<number> {
  const { dir, host, port, publicUrl = '', metricsToken, shutdownSeconds } = config;
  const faults = productionFaults(config, dir);
  if (faults.length > 0) return refuseToOpen(faults);
  const hidden = metricsToken ?? randomBytes(24).toString('base64url');
  const watcher = openWatcher({ logLevel: config.logLevel, metricsToken: hidden });
  await using office = await openOffice({ ...openOptions(config), onError: watcher.onError });
  await office.learnTier();
  const weak = tierFaults(config, office.tier());
  if (weak.length > 0) return refuseToOpen(weak);
  using identity = await openIdentity({ office, dir, baseURL: publicUrl, rules: rulesOf(config) });
  const app = createApp(office, identity, watcher.over(office));
  await using server = await listen(app, { host, port, patienceMs: 1000 * shutdownSeconds });
  console.error(`Sluice is open at ${server.url}, for ${publicUrl}`);
  await ended();
  watcher.end();
  return exits.done;
}

/** What of the configuration opens the office. */
export function openOptions(config: Configuration): OpenOptions {
  const { dir, origin, store, ciphers, passphrase } = config;
  return {
    dir,
    origin,
    ciphers,
    settings: settingsOf(config),
    store: store === 'sqlite' ? { kind: 'sqlite' } : { kind: 'postgres', url: store },
    ...(passphrase !== undefined && { passphrase }),
  };
}

function settingsOf({ authorizedUntil, profile, reviewsNeeded }: Configuration): Settings {
  const usual = defaultSettings(instant(new Date().toISOString()));
  const until =
    authorizedUntil === undefined ? usual.authorizedUntil : instant(new Date(authorizedUntil).toISOString());
  return { authorizedUntil: until, profile, reviewsNeeded: reviewsNeeded === 1 ? 1 : 2 };
}

export function rulesOf({ requestsPerMinute, trustForwarded }: Configuration) {
  return { caller: { burst: requestsPerMinute, perSecond: requestsPerMinute / 60 }, trustForwarded };
}

function refuseToOpen(faults: readonly Fault[]): number {
  console.error(`Cannot open the installation:\n${printFaults(faults)}`);
  return exits.refused;
}

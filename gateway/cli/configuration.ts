/** The configuration that a verb works under: what was written on the line wins over the environment and the file. */
import { readConfiguration, type Configured } from '../operations/configuration.ts';
import type { SettingName } from '../operations/settings.ts';
import type { Arguments } from './args.ts';

const written = ['dir', 'host', 'port'] as const satisfies readonly SettingName[];

/** @throws TypeError with a line for each fault */
export function configurationOf({ options, given }: Arguments): Configured {
  const own = written.flatMap((name) => (given.has(name) ? [[name, options[name]] as const] : []));
  return readConfiguration({ file: options.config, env: process.env, options: Object.fromEntries(own) });
}

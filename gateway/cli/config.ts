/** `sluice config`: what is in force, and where it comes from. Secrets are named and not shown. */
import { isSecret, settingNames, settings } from '../operations/settings.ts';
import type { Arguments } from './args.ts';
import { configurationOf } from './configuration.ts';
import { told, type Answer } from './verb.ts';

export function config(args: Arguments): Promise<Answer> {
  const { values, origins, file } = configurationOf(args);
  const lines = settingNames.map((name) => {
    const value =
      isSecret(name) && values[name] !== undefined && values[name] !== 'sqlite' ? '(set, not shown)' : values[name];
    return { name, value: value ?? null, from: origins[name], env: settings[name].env, says: settings[name].says };
  });
  const text = lines.map(
    ({ name, value, from, env, says }) =>
      `${name.padEnd(18)} ${String(value ?? '–').padEnd(24)} ${from.padEnd(12)} ${env.padEnd(28)} ${says}`,
  );
  const head = file === undefined ? [] : [`file: ${file}`];
  return Promise.resolve(told({ file: file ?? null, settings: lines }, [...head, ...text].join('\n')));
}

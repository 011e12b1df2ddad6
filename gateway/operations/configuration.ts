/** Reads the configuration of an installation: all of its faults at once, each with where it stands and what it must be. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { isSecret, settingNames, settings, type Configuration, type Origin, type SettingName } from './settings.ts';

export interface Sources {
  /** A JSON object; `sluice.config.json` of the working folder where not named, if there is one. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly options?: Readonly<Partial<Record<SettingName, unknown>>>;
}

export interface Configured {
  readonly values: Configuration;
  readonly origins: Readonly<Record<SettingName, Origin>>;
  /** The file that was read. */
  readonly file?: string;
}

export const defaultFile = 'sluice.config.json';

/** @throws TypeError with a line for each fault */
export function readConfiguration({ file, env, options = {} }: Sources): Configured {
  const read = readFile(file);
  const faults = [...read.faults];
  const found = settingNames.map((name) => settle(name, { env, options, file: read.values }));
  for (const one of found) if ('fault' in one) faults.push(one.fault);
  if (faults.length > 0) throw new TypeError(faults.join('\n'));
  const settled = found.flatMap((one) => ('fault' in one ? [] : [one]));
  return {
    values: Object.fromEntries(settled.map(({ name, value }) => [name, value])) as unknown as Configuration,
    origins: Object.fromEntries(settled.map(({ name, origin }) => [name, origin])) as Record<SettingName, Origin>,
    ...(read.path !== undefined && { file: read.path }),
  };
}

interface FileValues {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
  readonly path?: string;
}

function readFile(named: string | undefined): FileValues {
  const path = named ?? defaultFile;
  if (!existsSync(path)) {
    const faults = named === undefined ? [] : [`Cannot read the configuration ${path}: must be a file; there is none`];
    return { values: {}, faults };
  }
  const values = objectIn(readFileSync(path, 'utf8'));
  if (!values) return { values: {}, faults: [`Cannot read the configuration ${path}: must be one JSON object`] };
  const isOpen = (statSync(path).mode & 0o077) !== 0;
  const faults = Object.keys(values).flatMap((name) => {
    if (!isSetting(name)) return [`Cannot read ${name} (${path}): must be a setting; see sluice config`];
    const open = isOpen && isSecret(name);
    return open ? [`Cannot take ${name} from ${path}: must be readable by its owner only (0600)`] : [];
  });
  return { values, faults, path };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

interface Given {
  readonly env: Sources['env'];
  readonly options: NonNullable<Sources['options']>;
  readonly file: FileValues['values'];
}

type Settled = { readonly name: SettingName; readonly value: unknown; readonly origin: Origin };

function settle(name: SettingName, { env, options, file }: Given): Settled | { readonly fault: string } {
  const { schema, env: variable } = settings[name];
  const [origin, given] = sourceOf([
    ['option', options[name]],
    ['environment', env[variable]],
    ['file', Object.hasOwn(file, name) ? file[name] : undefined],
  ]);
  const parsed = schema.safeParse(given);
  if (parsed.success) return { name, value: parsed.data, origin };
  const got = isSecret(name) ? 'what is not shown' : JSON.stringify(given);
  const place = { option: `--${name}`, environment: variable, file: 'the file', default: 'the default' }[origin];
  const [issue] = parsed.error.issues as readonly z.core.$ZodIssue[];
  return { fault: `Cannot read ${name} (${place}): ${issue?.message ?? 'must be another value'}; got ${got}` };
}

function sourceOf(all: readonly (readonly [Origin, unknown])[]): readonly [Origin, unknown] {
  return all.find(([, value]) => value !== undefined) ?? ['default', undefined];
}

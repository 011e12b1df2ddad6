/**
 * The settings of an installation as a table: what each means, what it must be, its default, and how the environment calls it. A setting is
 * taken from an option, else from the environment, else from the file, else it has its default; where it came from is told with it.
 */
import { z } from 'zod';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import type { ProfileId } from '#policies/procedure/profiles/profile.ts';

interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly env: string;
  readonly schema: Schema;
  readonly says: string;
  /** Never printed, and not taken from a file that others can read. */
  readonly secret?: boolean;
}

const wholeFrom = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const text = z.string().min(1).max(1000);

export const settings = {
  mode: {
    env: 'SLUICE_MODE',
    schema: z.enum(['production', 'demo']).default('production'),
    says: 'demo has accounts without passwords and is served on this machine alone',
  },
  dir: { env: 'SLUICE_DATA', schema: text.default('.data'), says: 'folder of the installation' },
  host: {
    env: 'SLUICE_HOST',
    schema: text.default('127.0.0.1'),
    says: 'address to listen at; a proxy in front ends TLS',
  },
  port: {
    env: 'SLUICE_PORT',
    schema: wholeFrom(0, 65_535).default(8620),
    says: 'port to listen at; 0 is any free one',
  },
  publicUrl: {
    env: 'SLUICE_PUBLIC_URL',
    schema: z.url({ protocol: /^https?$/ }).optional(),
    says: 'address that people and programs use',
  },
  origin: {
    env: 'SLUICE_ORIGIN',
    schema: z
      .string()
      .regex(/^[a-z0-9.-]+(\/[a-z0-9._-]+)*$/, 'must be a name such as sluice.example.gov.cn/record')
      .default('sluice.local/record'),
    says: 'name of the log, for good: it stands in every checkpoint',
  },
  profile: {
    env: 'SLUICE_PROFILE',
    schema: z.enum(Object.keys(profiles) as [ProfileId, ...ProfileId[]]).default('guangzhou'),
    says: 'whose reading of the procedure is in force',
  },
  authorizedUntil: {
    env: 'SLUICE_AUTHORIZED_UNTIL',
    schema: z.iso.datetime({ offset: true }).optional(),
    says: "end of the operator's own authorization",
  },
  reviewsNeeded: {
    env: 'SLUICE_REVIEWS_NEEDED',
    schema: wholeFrom(1, 2).default(2),
    says: 'how many persons of the operator must pass an export',
  },
  store: {
    env: 'SLUICE_STORE',
    schema: z
      .string()
      .regex(/^(sqlite|postgres(ql)?:\/\/.+)$/, 'must be sqlite or postgres://…')
      .default('sqlite'),
    says: 'where the record is kept',
    secret: true,
  },
  ciphers: {
    env: 'SLUICE_CIPHERS',
    schema: z.enum(['international', 'both']).default('international'),
    says: 'both adds SM2 with SM3, and SM4 at rest, for good',
  },
  passphrase: {
    env: 'SLUICE_PASSPHRASE',
    schema: z.string().min(12).optional(),
    says: 'opens the keys of personal texts',
    secret: true,
  },
  lowestTier: {
    env: 'SLUICE_LOWEST_TIER',
    schema: z.enum(['T0', 'T1', 'T2', 'T3']).default('T2'),
    says: 'in which programs must run at least, or the installation does not open',
  },
  logLevel: {
    env: 'SLUICE_LOG_LEVEL',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    says: 'what is written to the log of the process',
  },
  metricsToken: {
    env: 'SLUICE_METRICS_TOKEN',
    schema: z.string().min(16).optional(),
    says: 'bearer token of /metrics; without one it is not served in production',
    secret: true,
  },
  requestsPerMinute: {
    env: 'SLUICE_REQUESTS_PER_MINUTE',
    schema: wholeFrom(1, 1_000_000).default(1200),
    says: 'of one caller, before E_RATE',
  },
  trustForwarded: {
    env: 'SLUICE_TRUST_FORWARDED',
    schema: z.stringbool().or(z.boolean()).default(false),
    says: 'the proxy in front writes the address of who asks as the last of X-Forwarded-For',
  },
  shutdownSeconds: {
    env: 'SLUICE_SHUTDOWN_SECONDS',
    schema: wholeFrom(1, 600).default(30),
    says: 'how long answers under way are waited for at the end',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
export type Configuration = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };
export type Origin = 'option' | 'environment' | 'file' | 'default';

export const settingNames = Object.keys(settings) as readonly SettingName[];

/** Whether a setting must not be shown. */
export function isSecret(name: SettingName): boolean {
  return 'secret' in settings[name];
}

/** All options that verbs may take, with their kinds: one name means one thing everywhere. */
import { resolve } from 'node:path';
import type { Title } from '#policies/catalog/entry.ts';
import { UsageError } from './verb.ts';

interface Base {
  readonly does: Title;
  /** As it would be written. */
  readonly usual?: string;
  /** Environment variable that takes the place of what is usual. */
  readonly variable?: string;
}

export type Option = Base &
  (
    | { readonly kind: 'switch' }
    | { readonly kind: 'text' | 'list'; readonly shown: string }
    | { readonly kind: 'file' | 'folder' }
    | { readonly kind: 'number' | 'whole'; readonly least: number; readonly most: number }
    | { readonly kind: 'choice'; readonly choices: readonly string[] }
  );

export const options = {
  json: { kind: 'switch', does: { en: 'print one line of JSON: {ok, value | refusals}', zh: '以一行 JSON 输出' } },
  help: { kind: 'switch', does: { en: 'say how the verb is used', zh: '显示用法' } },
  dir: {
    kind: 'folder',
    usual: '.data',
    variable: 'SLUICE_DATA',
    does: { en: 'folder of an installation', zh: '安装目录' },
  },
  port: {
    kind: 'whole',
    least: 0,
    most: 65_535,
    usual: '8620',
    variable: 'SLUICE_PORT',
    does: { en: 'port of a server on this machine', zh: '本机服务端口' },
  },
  as: { kind: 'text', shown: 'person', does: { en: 'whose account of the installation is used', zh: '使用谁的账户' } },
  server: {
    kind: 'text',
    shown: 'url',
    does: { en: 'ask this server; SLUICE_SERVER where nothing nearer is found', zh: '服务器地址' },
  },
  token: {
    kind: 'text',
    shown: 'token',
    variable: 'SLUICE_TOKEN',
    does: { en: 'what the server knows the caller by; better given as SLUICE_TOKEN', zh: '访问令牌' },
  },
  kit: {
    kind: 'folder',
    does: { en: 'pulled simulation data; kit/ here or above where there is one', zh: '已拉取的仿真数据目录' },
  },
  config: { kind: 'file', does: { en: 'configuration; sluice.config.json where there is one', zh: '配置文件' } },
  host: { kind: 'text', shown: 'address', does: { en: 'address to listen at', zh: '监听地址' } },
  demo: { kind: 'switch', does: { en: 'the demonstration city', zh: '演示城市' } },
  scale: {
    kind: 'number',
    least: 0.0001,
    most: 100,
    usual: '1',
    does: { en: 'rows, as a multiple of what the catalog says', zh: '行数倍数' },
  },
  seed: {
    kind: 'whole',
    least: 0,
    most: 2 ** 32 - 1,
    usual: '7',
    does: { en: 'equal seeds give equal rows', zh: '种子' },
  },
  level: {
    kind: 'choice',
    choices: ['fitted', 'schema'],
    usual: 'fitted',
    does: {
      en: 'fitted: drawn by the server, from models where there are some; schema: made here from the catalog alone',
      zh: '拟合数据(服务器)或仅按目录编造(本机)',
    },
  },
  policy: { kind: 'file', does: { en: 'the keys that the receiver knows', zh: '密钥策略' } },
  log: { kind: 'text', shown: 'address|folder|file', does: { en: 'where the log is', zh: '日志位置' } },
  options: { kind: 'file', does: { en: 'how the files are to be read, as JSON', zh: '文件读取选项' } },
  lane: { kind: 'choice', choices: ['exact', 'private'], does: { en: 'how the text is read', zh: '通道' } },
  epsilon: { kind: 'number', least: 0.001, most: 20, does: { en: 'price in the private lane', zh: '隐私预算 ε' } },
  profile: {
    kind: 'choice',
    choices: ['open', 'standard', 'sensitive'],
    does: { en: 'by which thresholds an exact table is judged', zh: '风险档位' },
  },
  set: { kind: 'text', shown: 'name=value', does: { en: 'value of a parameter; several with commas', zh: '参数取值' } },
  rows: { kind: 'whole', least: 1, most: 100_000, usual: '20', does: { en: 'rows shown', zh: '显示行数' } },
  out: { kind: 'file', does: { en: 'where to write', zh: '输出位置' } },
  template: {
    kind: 'choice',
    choices: ['query', 'private', 'program', 'model'],
    usual: 'query',
    does: { en: 'what the project begins with', zh: '模板' },
  },
  submit: { kind: 'switch', does: { en: 'hand in what is complete; without it nothing is', zh: '提交' } },
  watch: { kind: 'switch', does: { en: 'until the run has ended', zh: '持续关注' } },
  reason: { kind: 'text', shown: 'text', does: { en: 'why; it stands in the record', zh: '理由' } },
  evidence: { kind: 'text', shown: 'text', does: { en: 'why this attribute and these grades', zh: '分类分级依据' } },
  risk: { kind: 'text', shown: 'text', does: { en: 'what could go wrong', zh: '风险评估' } },
  state: { kind: 'file', does: { en: 'what was seen of the log until now', zh: '上次所见' } },
  key: { kind: 'file', does: { en: 'private key of the witness', zh: '见证密钥' } },
  name: { kind: 'text', shown: 'name', does: { en: 'by which others know the witness', zh: '见证名称' } },
  'log-vkey': {
    kind: 'list',
    shown: 'vkey',
    does: { en: 'key of a log that is cosigned; may be repeated', zh: '日志公钥' },
  },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;

type ValueOf<O extends Option> = O extends { readonly kind: 'switch' }
  ? boolean
  : O extends { readonly kind: 'number' | 'whole' }
    ? number
    : O extends { readonly kind: 'list' }
      ? readonly string[]
      : O extends { readonly choices: readonly (infer Choice)[] }
        ? Choice
        : string;

/** Those that always have a value. */
type Settled = {
  [Name in OptionName]: (typeof options)[Name] extends { readonly usual: string } | { readonly kind: 'switch' }
    ? Name
    : never;
}[OptionName];

export type CommonOptions = { readonly [Name in Settled]: ValueOf<(typeof options)[Name]> } & {
  readonly [Name in Exclude<OptionName, Settled>]?: ValueOf<(typeof options)[Name]>;
};

/** How the value is called in a usage line; nothing for a switch. */
export function placeOf(name: OptionName): string {
  const option: Option = options[name];
  switch (option.kind) {
    case 'switch':
      return '';
    case 'text':
    case 'list':
      return option.shown;
    case 'choice':
      return option.choices.join('|');
    case 'file':
    case 'folder':
      return option.kind;
    case 'number':
    case 'whole':
      return option.usual ?? 'number';
  }
}

/** @throws UsageError with the option and what it must be */
export function readValue(name: OptionName, text: string): string | number {
  const option: Option = options[name];
  if (option.kind === 'choice' && !option.choices.includes(text))
    throw new UsageError(`Cannot read --${name}: must be ${option.choices.join(' or ')}; got ${text}`);
  if (option.kind === 'file' || option.kind === 'folder') return resolve(text);
  if (option.kind !== 'number' && option.kind !== 'whole') return text;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const { least, most, kind } = option;
  if (value >= least && value <= most && (kind === 'number' || Number.isInteger(value))) return value;
  throw new UsageError(
    `Cannot read --${name}: must be a ${kind === 'whole' ? 'whole ' : ''}number from ${least} to ${most}; got ${text}`,
  );
}

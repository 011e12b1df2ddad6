/** What a verb of the command line is: how it is used, what it does, and what comes of it. */
import type { Title } from '#policies/catalog/entry.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { Arguments } from './args.ts';
import type { OptionName } from './options.ts';

export interface Verb {
  /** What stands behind its name: `<must>`, `[may]`, with `…` for one or more of the last. */
  readonly words: string;
  readonly does: Title;
  /** Besides `--json` and `--help`, which all have. */
  readonly options: readonly OptionName[];
  /** Behind `sluice`. */
  readonly examples: readonly string[];
  /** When it ends with 1, where that is not only what is refused or fails. */
  readonly one?: Title;
  /** It goes on until it is stopped, and sees to its own end. */
  readonly stays?: true;
  /** Loaded when used: `--help` and `verify` need neither engine nor server. A number is the exit code of one that has printed all itself. */
  readonly run: (args: Arguments, verbs: Verbs) => Promise<Answer | number>;
}

/** By full name: of `sim pull` both words. */
export type Verbs = Readonly<Record<string, Verb>>;

/** What a verb has to say at its end. */
export interface Told {
  /** For programs. */
  readonly value: unknown;
  /** For people; nothing is printed where it is empty. */
  readonly text: string;
  /** Done, and what was asked is not so: exit code 1. */
  readonly isNo?: boolean;
}

/** What the places of a refusal are in. */
export interface Source {
  readonly sql?: string;
  /** Files of a program by path, where the places may be too. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Which of several things was refused. */
  readonly subject?: string;
}

export interface Refused extends Source {
  readonly ok: false;
  readonly refusals: readonly [Refusal, ...Refusal[]];
  /** Of each refusal its own, where there are several. */
  readonly of?: ReadonlyMap<Refusal, Source>;
}

export type Answer = ({ readonly ok: true } & Told) | Refused;

/** The documented ways to end. */
export const exits = {
  done: 0,
  refused: 1,
  wrong: 2,
  unreachable: 3,
  interrupted: 130,
} as const;

export const exitTitles = {
  0: { en: 'done', zh: '完成' },
  1: { en: 'refused, failed, or what was asked is not so', zh: '被拒绝、失败或结论为否' },
  2: { en: 'used wrongly', zh: '用法错误' },
  3: { en: 'no installation, kit or server answers', zh: '找不到安装、开发包或服务器' },
  130: { en: 'interrupted (Ctrl+C)', zh: '被中断(Ctrl+C)' },
} as const satisfies Record<(typeof exits)[keyof typeof exits], Title>;

export function told(value: unknown, text: string): Answer {
  return { ok: true, value, text };
}

/** Used in a way that it cannot be: exit code 2. */
export class UsageError extends TypeError {}

/** There is nobody to ask: exit code 3. */
export class UnreachableError extends Error {}

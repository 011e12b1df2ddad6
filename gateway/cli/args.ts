/** Where an installation is, and how the terminal is spoken to. */
import { resolve } from 'node:path';
import { styleText, parseArgs } from 'node:util';

export interface CommonOptions {
  readonly dir: string;
  readonly json: boolean;
  readonly port: number;
  readonly scale: number;
  readonly seed: number;
  readonly demo: boolean;
  readonly help: boolean;
  readonly policy?: string;
  /** Where a log is: an address, a folder, a saved answer. */
  readonly log?: string;
  /** Of an account. */
  readonly token?: string;
  readonly options?: string;
  readonly as?: string;
  readonly lane?: 'exact' | 'private';
  readonly epsilon?: number;
  /** A file to write to. */
  readonly out?: string;
}

export interface Arguments {
  readonly words: readonly string[];
  readonly options: CommonOptions;
}

/** @throws TypeError for an unknown option, or one that is not what it must be, with its name */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: process.env['SLUICE_DATA'] ?? '.data' },
      port: { type: 'string', default: process.env['SLUICE_PORT'] ?? '8620' },
      scale: { type: 'string', default: '1' },
      seed: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      policy: { type: 'string' },
      log: { type: 'string' },
      token: { type: 'string' },
      options: { type: 'string' },
      as: { type: 'string' },
      lane: { type: 'string' },
      epsilon: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const { dir, port, scale, seed, json, demo, help, policy, log, token, options, as, lane, epsilon, out } = values;
  return {
    words: positionals,
    options: {
      dir: resolve(dir),
      port: numberOf('port', port, (value) => Number.isInteger(value) && value >= 0 && value <= 65_535),
      scale: numberOf('scale', scale, (value) => value > 0 && value <= 100),
      seed: numberOf('seed', seed, (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32),
      json,
      demo,
      help,
      ...(policy !== undefined && { policy }),
      ...(log !== undefined && { log }),
      ...(token !== undefined && { token }),
      ...(options !== undefined && { options }),
      ...(as !== undefined && { as }),
      ...(out !== undefined && { out }),
      ...(lane !== undefined && { lane: laneOf(lane) }),
      ...(epsilon !== undefined && { epsilon: numberOf('epsilon', epsilon, (value) => value >= 0.001 && value <= 20) }),
    },
  };
}

function laneOf(text: string): 'exact' | 'private' {
  if (text === 'exact' || text === 'private') return text;
  throw new TypeError(`Cannot read --lane: must be exact or private; got ${text}`);
}

function numberOf(name: string, text: string, isOne: (value: number) => boolean): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (isOne(value)) return value;
  throw new TypeError(`Cannot read --${name}: must be a number in its range; got ${text}`);
}

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan' | 'yellow';

/** Colours on a terminal only; `NO_COLOR` is honoured by Node. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout, validateStream: true });
}

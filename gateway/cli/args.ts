/** What was written behind `sluice`: which verb, which words, which options. */
import { parseArgs, styleText } from 'node:util';
import { editDistance } from '#policies/edit-distance.ts';
import { options, readValue, type CommonOptions, type Option, type OptionName } from './options.ts';
import { UsageError, type Verb, type Verbs } from './verb.ts';

export interface Arguments {
  /** Behind the name of the verb. */
  readonly words: readonly string[];
  readonly options: CommonOptions;
  /** The options that were written; the others have their usual values. */
  readonly given: ReadonlySet<OptionName>;
}

export interface Found {
  readonly name: string;
  readonly verb: Verb;
  /** What stands behind its name. */
  readonly rest: readonly string[];
}

/** The verb with the longest name that the words begin with. @throws UsageError with the nearest where there is none */
export function findVerb(verbs: Verbs, argv: readonly string[]): Found {
  const end = argv.findIndex((word) => word.startsWith('-'));
  const words = end < 0 ? argv : argv.slice(0, end);
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const name = words.slice(0, length).join(' ');
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (verb) return { name, verb, rest: argv.slice(length) };
  }
  const [first = ''] = words;
  const below = Object.keys(verbs).filter((name) => name.startsWith(`${first} `));
  if (below.length > 0)
    throw new UsageError(`Cannot ${first}: must be one of ${below.map((name) => `sluice ${name}`).join(', ')}`);
  const meant = nearest(first, [...new Set(Object.keys(verbs).flatMap((name) => [name, name.split(' ')[0] ?? '']))]);
  throw new UsageError(
    `Cannot do ${JSON.stringify(words.join(' '))}: must be a verb of sluice --help${meant ? `; did you mean sluice ${meant}?` : ''}`,
  );
}

/** @throws UsageError for an option that the verb does not take or that is not what it must be, and for too few or too many words */
export function readArguments({ name, verb, rest }: Found): Arguments {
  const taken: readonly OptionName[] = [...verb.options, 'json', 'help'];
  const { tokens } = parseArgs({
    args: [...rest],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: typesOf(taken),
  });
  const values: Record<string, unknown> = usualValues();
  const given = new Set<OptionName>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const option = taken.find((one) => one === token.name);
    if (!option) throw unknownOption(name, token.rawName, taken);
    given.add(option);
    values[option] = valueOf(option, token, values[option]);
  }
  const args = { words, options: values as CommonOptions, given };
  if (!args.options.help) requireWords(name, verb, words);
  return args;
}

function typesOf(taken: readonly OptionName[]) {
  return Object.fromEntries(
    taken.map((one) => [
      one,
      { type: options[one].kind === 'switch' ? 'boolean' : 'string', ...(one === 'help' && { short: 'h' }) } as const,
    ]),
  );
}

function usualValues(): Record<string, unknown> {
  return Object.fromEntries(
    (Object.entries(options) as [OptionName, Option][]).flatMap(([name, option]): [string, unknown][] => {
      if (option.kind === 'switch') return [[name, false]];
      const usual = (option.variable && process.env[option.variable]) || option.usual;
      return usual === undefined ? [] : [[name, readValue(name, usual)]];
    }),
  );
}

interface Written {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueOf(name: OptionName, { rawName, value, inlineValue }: Written, before: unknown): unknown {
  const { kind } = options[name];
  if (kind === 'switch') {
    if (value !== undefined) throw new UsageError(`Cannot read ${rawName}: must stand alone; got ${value}`);
    return true;
  }
  if (value === undefined || (!inlineValue && value.startsWith('-')))
    throw new UsageError(`Cannot read ${rawName}: must be given a value; got none`);
  const read = readValue(name, value);
  return kind === 'list' ? [...(Array.isArray(before) ? (before as unknown[]) : []), read] : read;
}

function unknownOption(verb: string, written: string, taken: readonly OptionName[]): UsageError {
  const meant = nearest(written.replace(/^-+/, ''), taken);
  const hint = meant ? `did you mean --${meant}?` : `it takes ${taken.map((one) => `--${one}`).join(', ')}`;
  return new UsageError(`Cannot read the options of sluice ${verb}: must be its own; got ${written}; ${hint}`);
}

function requireWords(name: string, { words: form }: Verb, words: readonly string[]): void {
  const [least, most] = countOf(form);
  if (words.length >= least && words.length <= most) return;
  throw new UsageError(`Cannot ${name}: must be sluice ${name} ${form}; got ${words.join(' ') || 'nothing'}`.trimEnd());
}

/** How many words a form stands for. */
export function countOf(form: string): readonly [number, number] {
  const places = form.match(/<[^>]*>…?|\[[^\]]*\]…?/g) ?? [];
  const least = places.filter((place) => place.startsWith('<')).length;
  return [least, places.some((place) => place.endsWith('…')) ? Number.POSITIVE_INFINITY : places.length];
}

/** The one of `names` that was probably meant. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const [first] = names
    .map((name) => ({ name, distance: editDistance(written.slice(0, 40), name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.min(name.length, written.length) / 3)))
    .sort((a, b) => a.distance - b.distance);
  return first?.name;
}

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan' | 'yellow';

/** Colours on a terminal only; `NO_COLOR` is honoured by Node. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(style, text, { stream, validateStream: true });
}

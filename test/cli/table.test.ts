/** The table of verbs: what it says is what is read, and nothing of it is loaded before it is used. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf, findVerb, nearest, readArguments } from '#gateway/cli/args.ts';
import { wordsAfter } from '#gateway/cli/completion.ts';
import { printHelp, printVerb } from '#gateway/cli/help.ts';
import { options, readValue, type OptionName } from '#gateway/cli/options.ts';
import { verbs } from '#gateway/cli/sluice.ts';
import { UsageError } from '#gateway/cli/verb.ts';
import { rules } from '#policies/refusal.ts';
import { runVerb } from './run-verb.ts';

const all = Object.entries(verbs);

/** As a shell would split it, up to where it would redirect. */
function wordsOf(example: string): readonly string[] {
  const words = example.split(/\s[<>]/)[0]?.match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}

test.each(all)('sluice %s: its examples are read by its own words and options', (name, verb) => {
  expect(verb.examples.length).toBeGreaterThan(0);
  for (const example of verb.examples) {
    const found = findVerb(verbs, wordsOf(example));
    expect(found.name).toBe(name);
    expect(() => readArguments(found)).not.toThrow();
  }
});

test.each(all)(
  'sluice %s --help names every option that it takes, and a verb is told in both languages',
  (name, verb) => {
    const text = printVerb(name, verb);
    for (const option of [...verb.options, 'json']) expect(text).toContain(`--${option}`);
    expect(verb.does.zh).toMatch(/\p{Script=Han}/u);
    expect(printHelp(verbs)).toContain(`sluice ${name}`);
  },
);

test('console.md: every verb of the specification is there', () => {
  const wanted =
    'demo,serve,catalog ls,catalog show,sim pull,sim query,sim run,sim generate,check,explain,attack,propose,runs,export get,verify,replay,log witness init,log verify,log export,data ingest,data publish,doctor,init,duties,completion';
  expect(wanted.split(',').filter((name) => !Object.hasOwn(verbs, name))).toEqual([]);
});

test('every option is taken by some verb, and its usual value is one that it takes', () => {
  const taken = new Set<OptionName>(['json', 'help', ...all.flatMap(([, { options: own }]) => own)]);
  for (const [name, option] of Object.entries(options) as [OptionName, (typeof options)[OptionName]][]) {
    expect([name, taken.has(name)]).toEqual([name, true]);
    if ('usual' in option) expect(() => readValue(name, option.usual)).not.toThrow();
  }
});

test.each([
  ['verfy', 'verify'],
  ['simm pull', 'sim'],
  ['dctor', 'doctor'],
  ['__proto__', undefined],
  ['', undefined],
])('an unknown verb, %s, is told with the nearest', (written, meant) => {
  const said = () => findVerb(verbs, written.split(' '));
  expect(said).toThrow(UsageError);
  if (meant) expect(said).toThrow(`did you mean sluice ${meant}?`);
  else expect(said).not.toThrow('did you mean');
});

function read(...argv: readonly string[]) {
  return readArguments(findVerb(verbs, argv));
}

test('an unknown option is told with the nearest, and one of another verb is unknown', () => {
  expect(() => read('verify', 'x.zip', '--polcy', 'y')).toThrow('did you mean --policy?');
  expect(() => read('verify', 'x.zip', '--scale', '1')).toThrow('it takes --policy, --log, --token');
  expect(() => read('verify', 'x.zip', '--policy')).toThrow('must be given a value');
  expect(() => read('verify', 'x.zip', '--policy', '--json')).toThrow('must be given a value');
  expect(() => read('verify', 'x.zip', '--json=yes')).toThrow('must stand alone');
  expect(() => read('verify')).toThrow('must be sluice verify <bundle.zip>; got nothing');
  expect(() => read('verify', 'a', 'b')).toThrow('got a b');
  expect(() => read('sim', 'query', 'x', '--epsilon', '0')).toThrow('from 0.001 to 20');
  expect(() => read('sim', 'query', 'x', '--lane', 'fast')).toThrow('exact or private');
});

test('readArguments: whatever is written is read or is a UsageError, never another failure', () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...Object.keys(options).map((name) => `--${name}`),
      '--',
      '-x',
      '-h',
      '--port=1',
      '--=',
      '--no-json',
    ),
    fc.string({ maxLength: 6 }),
  );
  const names = fc.constantFrom(...all.map(([name]) => name.split(' ')));
  fc.assert(
    fc.property(names, fc.array(word, { maxLength: 6 }), (name, words) => {
      try {
        const { options: read } = readArguments(findVerb(verbs, [...name, ...words]));
        expect(read.port).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
      }
    }),
  );
});

test.each([
  ['', 0, 0],
  ['<a>', 1, 1],
  ['<a> [b]', 1, 2],
  ['<entry> <table=file>…', 2, Number.POSITIVE_INFINITY],
  ['[word]…', 0, Number.POSITIVE_INFINITY],
])('countOf %s', (form, least, most) => {
  expect(countOf(form)).toEqual([least, most]);
});

test('nearest finds what one letter is missing of, and nothing for what is far away', () => {
  expect(nearest('E_COLUM_RULE', Object.keys(rules))).toBe('E_COLUMN_RULE');
  expect(nearest('xyz', Object.keys(rules))).toBeUndefined();
});

test.each(Object.keys(rules))('sluice explain %s: title, source, remedy', async (code) => {
  const answer = await runVerb('explain', code.toLowerCase());
  expect(answer).toMatchObject({ ok: true, value: { code, title: expect.any(String), remedy: expect.any(String) } });
});

test('sluice explain of a code that there is not: the nearest', async () => {
  await expect(runVerb('explain', 'E_PRASE')).rejects.toThrow('did you mean E_PARSE?');
});

test('wordsAfter offers the words of a name one after the other', () => {
  const after = wordsAfter(verbs);
  expect(after.get('sim')).toEqual(['generate', 'pull', 'query', 'run']);
  expect(after.get('log witness')).toContain('init');
  expect(after.get('')).toEqual([...new Set(after.get(''))].toSorted());
});

/** What a file loads as it is loaded: imports that are not types and not made later. */
function loadedBy(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  for (const [, from = ''] of text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'/gm)) {
    if (from.endsWith('.json')) continue;
    if (from.startsWith('.')) loadedBy(join(dirname(file), from), seen);
    else if (from.startsWith('#')) loadedBy(join(import.meta.dirname, '..', '..', from.slice(1)), seen);
    else seen.add(from);
  }
  return seen;
}

const cli = join(import.meta.dirname, '..', '..', 'gateway', 'cli');

function packages(name: string): readonly string[] {
  return [...loadedBy(join(cli, name))].filter((one) => !/^\/|^node:/.test(one)).toSorted();
}

test('help loads no package at all, and verify none but what verifies', () => {
  expect(packages('sluice.ts')).toEqual([]);
  expect(packages('verify.ts').filter((one) => /duckdb|hono|isolated|esbuild|arrow|highs/.test(one))).toEqual([]);
  // The walk sees what is loaded: a kit needs the API.
  expect(packages('../kit/open-kit.ts')).toContain('hono');
});

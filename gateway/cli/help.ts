/** The table of verbs as people read it: all of them in a line each, or one of them whole. */
import { styled } from './args.ts';
import { options, placeOf, type Option, type OptionName } from './options.ts';
import { exitTitles, type Verb, type Verbs } from './verb.ts';

/** All verbs, or those whose name begins with `prefix`. */
export function printHelp(verbs: Verbs, prefix = ''): string {
  const names = Object.keys(verbs).filter((name) => prefix === '' || name.startsWith(`${prefix} `));
  const lines = names.map(
    (name) => `  ${styled('bold', usageOf(name, verbs[name]))}\n      ${verbs[name]?.does.en ?? ''}`,
  );
  const exits = Object.entries(exitTitles).map(([code, { en }]) => `${code} ${en}`);
  return `Sluice 域闸 — compute on data that you may never see

${lines.join('\n')}

sluice <verb> --help says more of one. All take --json. Exit codes: ${exits.join('; ')}.
`;
}

/** One verb with its options and examples. */
export function printVerb(name: string, verb: Verb): string {
  const { does, one, examples } = verb;
  const taken: readonly OptionName[] = [...verb.options, 'json'];
  const width = Math.max(...taken.map((option) => writtenOf(option).length));
  return [
    styled('bold', usageOf(name, verb)),
    `  ${does.en}`,
    `  ${does.zh}`,
    '',
    ...taken.map((option) => `  ${writtenOf(option).padEnd(width)}  ${saidOf(option)}`),
    '',
    ...(one ? [`  ends with 1 ${one.en}`, ''] : []),
    ...examples.map((example) => `  $ sluice ${example}`),
    '',
  ].join('\n');
}

/** `sluice sim pull <entry>…`: its options are named in its own help. */
export function usageOf(name: string, verb: Verb | undefined): string {
  return `sluice ${name} ${verb?.words ?? ''}`.trimEnd();
}

/** `--port 8620` */
export function writtenOf(name: OptionName): string {
  return `--${name} ${placeOf(name)}`.trimEnd();
}

/** What it does, and what it is where it is not written. */
export function saidOf(name: OptionName): string {
  const { does, usual, variable }: Option = options[name];
  const without = [...(usual === undefined ? [] : [usual]), ...(variable ? [`$${variable}`] : [])];
  return without.length > 0 ? `${does.en} (${without.join(', or ')})` : does.en;
}

/** The page about the corpus: how its programs end, by class and configuration. */
import { corpus } from './corpus.ts';
import { classes, type HostileClass } from './hostile.ts';
import type { Ending, Outcome } from './run.ts';

/** `stopped` by its own failure or from outside: which of the two comes first depends on how busy the machine is. */
export type Expected = 'ok' | 'stopped' | 'either';

export interface Measured {
  readonly configuration: string;
  readonly endings: readonly Ending[];
}

export function sortOf(outcome: Outcome): Expected {
  return outcome === 'ok' ? 'ok' : 'stopped';
}

/** What was seen in all runs of one kind, by program. */
export function expectedOf(runs: readonly (readonly Ending[])[]): Readonly<Record<string, Expected>> {
  const seen = new Map<string, Set<Expected>>();
  for (const { name, outcome } of runs.flat()) seen.set(name, (seen.get(name) ?? new Set()).add(sortOf(outcome)));
  return Object.fromEntries([...seen].map(([name, [first = 'ok', second]]) => [name, second ? 'either' : first]));
}

const outcomes = ['ok', 'failed', 'killed'] as const;

export function printPage(measured: readonly Measured[]): string {
  const head = ['class', 'programs', ...measured.map(({ configuration }) => configuration)];
  const rows = (Object.keys(classes) as HostileClass[]).map((kind) => [
    `\`${kind}\`: ${classes[kind]}`,
    String(corpus.filter((program) => program.class === kind).length),
    ...measured.map(({ endings }) => counts(endings.filter(({ name }) => name.startsWith(`${kind}/`)))),
  ]);
  const all = ['all', String(corpus.length), ...measured.map(({ endings }) => counts(endings))];
  const peaks = measured.map(({ configuration, endings }) => {
    const peak = Math.max(...endings.map(({ peakBytes }) => peakBytes)) / 2 ** 20;
    return `${configuration}: ${Math.round(peak)} MB`;
  });
  return `# The hostile corpus

\`node test/program/corpus/write.ts\` writes this page; \`test/program/corpus/corpus.test.ts\` runs the programs and compares how each ends with
\`test/program/corpus/outcomes.json\`.

${corpus.length} programs, written as bundles by somebody who goes around the lint, run in real workers over rows with a canary among them. Each ends within its
deadline and a second; nothing is found, and nothing is seen outside the declared numbers; the next worker serves the next program.

- **ok**: the program ended by itself. The realm did not hold what it was after, so it got nothing.
- **failed**: it threw, or the isolate stopped it by its time or its heap. The call has no numbers; a unit would count as zero.
- **killed**: neither helped; the supervisor killed the worker, or the worker ended itself, and the next call had a new one.

${table([head, ...rows, all])}

In every cell: ok / failed / killed. Which of the last two comes first depends on how busy the machine is; the test holds that a program is stopped, not by whom.
Largest resident memory of a worker: ${peaks.join('; ')}. Programs have 32 MB each, so that the cap is 192 MB.

## What each layer is for

The realm leaves the programs of \`clock\`, \`escape\` and \`harness\` nothing to find: what they reach for is not there, in every configuration. The isolate
ends loops and heaps by itself where the engine looks at its own limits; what the column *killed* counts is what only another process can end. A tier
adds nothing to any of this: it is for a program that has left the isolate, which no program here does. \`test/program/tiers\` puts such a program
into a worker and shows what each tier keeps from it.
`;
}

function counts(endings: readonly Ending[]): string {
  return outcomes.map((outcome) => endings.filter((ending) => ending.outcome === outcome).length).join(' / ');
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((row) => `| ${row.join(' | ')} |`);
  return [head, `|${'---|'.repeat(rows[0]?.length ?? 0)}`, ...body].join('\n');
}

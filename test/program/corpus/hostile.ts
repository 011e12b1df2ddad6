/**
 * What a hostile program is: the text of a bundle, written by hand as a vendor would who goes around the lint. A program that gets what it
 * wants says so with `found()`, in numbers, the only thing that it may hand out; nobody ever may.
 *
 * @see programs.md §E
 */

export const classes = {
  cpu: 'time that no timeout ends',
  memory: 'memory outside the heap limit',
  error: 'the error channel',
  late: 'code after the return',
  state: 'state between calls and units',
  return: 'the returned value and the output arrays',
  text: 'strings and the bundle text as carriers',
  clock: 'clocks',
  harness: 'poison for what runs around the program',
  escape: 'ways out of the realm',
} as const;

export type HostileClass = keyof typeof classes;

/** What is called: `main` over rows, in parts; `map` for each unit; `update` on public numbers. */
export type Call = 'main' | 'map' | 'update';

export interface Hostile {
  readonly name: string;
  readonly class: HostileClass;
  readonly call: Call;
  /** What it tries. */
  readonly why: string;
  readonly text: string;
}

export type Program = Pick<Hostile, 'call' | 'text'>;

/** Numbers that a program of the corpus hands out: four of its own, and whether it found what it looked for. */
export const layout = [
  { name: 'x', length: 4 },
  { name: 'found', length: 1 },
] as const;

/** Names a class of programs. */
export function hostile(
  kind: HostileClass,
  programs: readonly (readonly [string, string, Program])[],
): readonly Hostile[] {
  return programs.map(([name, why, program]) => ({ name: `${kind}/${name}`, class: kind, why, ...program }));
}

/** The body of `main(input, output)`. */
export function main(body: TemplateStringsArray, ...values: readonly string[]): Program {
  return bundle('main', exporting('default', 'input, output', 'output.found[0] = 1', String.raw(body, ...values)));
}

/** The body of `map(unit, state, out)`. */
export function map(body: TemplateStringsArray, ...values: readonly string[]): Program {
  return bundle('map', exporting('map', 'unit, state, out', 'out[3] = 1', String.raw(body, ...values)));
}

/** The body of `update(state, sums, iteration, next)`. */
export function update(body: TemplateStringsArray, ...values: readonly string[]): Program {
  return bundle(
    'update',
    exporting('update', 'state, sums, iteration, next', 'next[3] = 1', String.raw(body, ...values)),
  );
}

/** The whole text of a bundle. */
export function bundle(call: Call, text: string): Program {
  return { call, text };
}

/** What stands before a function, and the function. */
export function mainAfter(before: string, body: string): Program {
  return bundle('main', exporting('default', 'input, output', 'output.found[0] = 1', body, before));
}

/** @see mainAfter */
export function mapAfter(before: string, body: string): Program {
  return bundle('map', exporting('map', 'unit, state, out', 'out[3] = 1', body, before));
}

// oxlint-disable-next-line eslint/max-params -- one place of text
function exporting(name: string, parameters: string, found: string, body: string, before = ''): string {
  return `var program = (() => {
${before}
function call(${parameters}) {
  const found = () => { ${found}; };
${body}
}
return { ${name}: call };
})();`;
}

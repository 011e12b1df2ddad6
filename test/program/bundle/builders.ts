/** Sources with sane defaults, bundled by the real process; what is wrong comes back as `CODE detail`. */
import { bundleProgram } from '#sandbox/program/bundle/bundle-program.ts';
import type { BundleRequest, Made } from '#sandbox/program/bundle/operations.ts';
import type { Outcome } from '#policies/refusal.ts';

export const honest = [
  "import { half } from './half.ts';",
  "import type { Input, Output } from 'sluice';",
  "export default function main(input: Input<'paid'>, output: Output<'total'>): void {",
  '  let sum = 0;',
  '  for (const value of input.columns.paid) sum += value;',
  '  output.total[0] = half(sum) + input.random();',
  '}',
].join('\n');
export const half = 'export const half = (x: number): number => x / 2;\n';

/** Path → text; the entry is `main.ts`. */
export type Sources = Readonly<Record<string, string>>;

export function aRequest(sources: Sources, parts: Partial<BundleRequest> = {}): BundleRequest {
  const files = Object.entries(sources).map(([path, text]) => ({ path, text }));
  return { mode: 'rows', entry: 'main.ts', files, ...parts };
}

export function bundle(sources: Sources, parts: Partial<BundleRequest> = {}): Promise<Outcome<Made>> {
  return bundleProgram(aRequest(sources, parts));
}

export function faultsOf(outcome: Outcome<unknown>): readonly string[] {
  return outcome.ok ? [] : outcome.refusals.map(({ code, detail }) => `${code} ${detail}`);
}

export async function faults(sources: Sources, parts: Partial<BundleRequest> = {}): Promise<readonly string[]> {
  return faultsOf(await bundle(sources, parts));
}

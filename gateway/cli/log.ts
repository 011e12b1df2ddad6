/** `sluice log …`: the log as files, and its witnesses. It chooses; each verb reads options of its own. */
import { parseArgs } from 'node:util';
import { logOptions, type LogOptions } from './log-options.ts';

type Verb = (words: readonly string[], options: LogOptions) => Promise<number>;

/** Loaded when used: a witness needs neither engine nor gateway. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  verify: async () => (await import('./log-verify.ts')).verifyLog,
  export: async () => (await import('./log-export.ts')).exportLog,
  'witness init': async () => (await import('./log-witness.ts')).initWitness,
  'witness serve': async () => (await import('./log-serve.ts')).serveWitness,
  'witness cosign': async () => (await import('./log-witness.ts')).cosignRequest,
  'witness request': async () => (await import('./log-carry.ts')).printRequest,
  'witness accept': async () => (await import('./log-carry.ts')).acceptWitness,
};

export const logUsage = `log verify <address|folder> [--policy policy.txt] [--state seen] [--json]
  sluice log export <folder> --as <person of a supervising body>
  sluice log witness init --key <file> --state <file> --name <name>
  sluice log witness serve --key <file> --state <file> --log-vkey <vkey> … --port <port>
  sluice log witness cosign --key <file> --state <file> --log-vkey <vkey> … < request > answer
  sluice log witness request <witness> > request
  sluice log witness accept <witness> <request> <answer>`;

/** @param argv what stands behind `log` */
export async function log(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: logOptions });
  const depth = positionals[0] === 'witness' ? 2 : 1;
  const name = positionals.slice(0, depth).join(' ');
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb) return (await verb())(positionals.slice(depth), values);
  console.error(`Cannot work on the log: must be one of\n  sluice ${logUsage}`);
  return 2;
}

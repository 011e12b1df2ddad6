#!/usr/bin/env node
/** The command line: a table of verbs, and the one place where a verb is chosen and its end told. */
import manifest from '../../package.json' with { type: 'json' };
import { failed, finish } from './answer.ts';
import { findVerb, readArguments } from './args.ts';
import { printHelp, printVerb } from './help.ts';
import { endCleanly } from './signals.ts';
import { exits, type Verbs } from './verb.ts';
import { accountVerbs } from './verbs/accounts.ts';
import { askVerbs } from './verbs/ask.ts';
import { developVerbs } from './verbs/develop.ts';
import { operateVerbs } from './verbs/operate.ts';
import { proveVerbs } from './verbs/prove.ts';
import { startVerbs } from './verbs/start.ts';

/** In the order of their help. A verb is an entry in one of these tables and a file beside this one. */
export const verbs: Verbs = {
  ...startVerbs,
  ...developVerbs,
  ...askVerbs,
  ...proveVerbs,
  ...operateVerbs,
  ...accountVerbs,
};

/** @param argv what stands behind `sluice` */
async function main(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === '--version') return finish({ ok: true, value: manifest.version, text: manifest.version }, false);
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') return tell(printHelp(verbs));
  const asksHelp = argv.includes('--help') || argv.includes('-h');
  if (asksHelp && Object.keys(verbs).some((name) => name.startsWith(`${first} `)) && argv[1]?.startsWith('-'))
    return tell(printHelp(verbs, first));
  const found = findVerb(verbs, argv);
  const args = readArguments(found);
  if (args.options.help) return tell(printVerb(found.name, found.verb));
  if (!found.verb.stays) endCleanly();
  return finish(await found.verb.run(args, verbs), args.options.json);
}

function tell(text: string): number {
  process.stdout.write(text);
  return exits.done;
}

if (import.meta.main) {
  // Whoever reads the first lines only, as `head` does, has what it wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.exitCode = failed(error, process.argv.includes('--json'));
  }
}

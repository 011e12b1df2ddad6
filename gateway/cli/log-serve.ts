/** `sluice log witness serve`: a witness in a process of its own, for another organization to run. TLS is a proxy's, in front of it. */
import { printKey } from '#policies/record/note.ts';
import { createWitnessApp } from '../record/witness-server.ts';
import { listen } from '../serve.ts';
import { openInitialised } from './log-witness.ts';
import type { Arguments } from './args.ts';

/** Prints its address on a line, then what it refuses; ends with SIGINT or SIGTERM. */
export async function serveWitness({ options }: Arguments): Promise<number> {
  const witness = await openInitialised(options);
  const app = createWitnessApp(witness, (line) => console.error(line));
  await using server = await listen(app, { port: options.port });
  console.log(`${server.url} ${printKey(witness.key)}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  return 0;
}

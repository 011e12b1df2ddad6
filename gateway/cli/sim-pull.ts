/** `sluice sim pull`: simulation data, catalog and rules into a folder, beside which everything up to a proposal works offline. */
import { relative, resolve } from 'node:path';
import { pullKit } from '../kit/pull.ts';
import type { Arguments } from './args.ts';
import { showProgress } from './progress.ts';
import { reach } from './reach.ts';
import { told, type Answer } from './verb.ts';

export async function pull(args: Arguments): Promise<Answer> {
  const { level, seed, scale, out, json } = args.options;
  const folder = out ?? resolve('kit');
  await using reached = await reach(args);
  using progress = showProgress({ json });
  const pulled = await pullKit({
    client: reached.client,
    entries: [...new Set(args.words)],
    wish: { level, seed, scale },
    folder,
    from: reached.place,
    tell: (step, share) => progress.step(step, share),
  });
  progress[Symbol.dispose]();
  if (!pulled.ok) return pulled;
  const { entries, files } = pulled.value;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return told(
    { folder, ...pulled.value },
    `${relative('.', folder) || '.'}: ${entries.map(({ id, version }) => `${id} ${version}`).join(', ')}; ${files.length} files, ${(bytes / 2 ** 20).toFixed(1)} MB
Now offline: sluice check, explain, sim query, sim run, attack`,
  );
}

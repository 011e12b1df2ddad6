/** `sluice init`: a scenario project that passes its own tests right away, and says what to do next. */
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initProject } from '../kit/init-project.ts';
import type { Arguments } from './args.ts';
import { showProgress } from './progress.ts';
import { reach } from './reach.ts';
import { told, type Answer } from './verb.ts';

const sluice = fileURLToPath(new URL('sluice.ts', import.meta.url));

export async function init(args: Arguments): Promise<Answer> {
  const { template, seed, scale, level, server, json } = args.options;
  const folder = resolve(args.words[0] ?? '');
  await using reached = server === undefined ? undefined : await reach(args);
  using progress = showProgress({ json });
  const made = await initProject({
    folder,
    template,
    seed,
    level: reached ? level : 'schema',
    // Enough for cells that may be shown, and made in a second.
    scale: args.given.has('scale') ? scale : 0.2,
    ...(reached && { from: { client: reached.client, place: reached.place } }),
    tool: [process.execPath, '--disable-warning=ExperimentalWarning', sluice],
    tell: (step, share) => progress.step(step, share),
  });
  progress[Symbol.dispose]();
  if (!made.ok) return made;
  const name = relative('.', folder) || '.';
  return told(
    { folder, template, files: made.value.files },
    `${name}: ${made.value.files.join(', ')}\nNext: cd ${name} && npm test, then README.md`,
  );
}

/** `sluice propose`: the drafts of a project, made or brought up to date, and what is still missing. Nothing is handed in without `--submit`. */
import { proposeProject } from '../kit/propose.ts';
import { readSubjects } from '../kit/subjects.ts';
import { styled, type Arguments } from './args.ts';
import { reach } from './reach.ts';
import { UsageError, type Answer } from './verb.ts';

export async function propose(args: Arguments): Promise<Answer> {
  const folder = args.words[0] ?? '.';
  const read = await readSubjects(folder);
  if (!read.ok) return read;
  const { project, subjects, unread } = read.value;
  if (!project) throw new UsageError(`Cannot propose ${folder}: must be a project; sluice init makes one`);
  const [broken] = unread;
  if (broken) return { ...broken.refused, texts: broken.texts, subject: broken.name };
  await using reached = await reach(args);
  const proposed = await proposeProject(reached.client, { project, subjects, submit: args.options.submit });
  if (!proposed.ok) return proposed;
  const { done, missing } = proposed.value;
  return {
    ok: true,
    value: proposed.value,
    text: [
      ...done.map(({ what, id, state }) => `${styled('green', '✓')} ${what} ${id}: ${state}`),
      ...missing.map((one) => `${styled('yellow', '·')} missing: ${one}`),
      ...(args.options.submit ? [] : ['Nothing was handed in; --submit does.']),
    ].join('\n'),
  };
}

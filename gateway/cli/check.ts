/** `sluice check`: texts, programs and whole projects against all rules, as a forecast on simulation data, before anything is proposed. */
import type { Refusal } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import { questionOf, readSubjects, type Subject, type Unread } from '../kit/subjects.ts';
import { styled, type Arguments } from './args.ts';
import { askOf } from './ask-of.ts';
import { printDoings } from './print-report.ts';
import { printVerdicts } from './print-verdicts.ts';
import { reach } from './reach.ts';
import type { Reached } from './reached.ts';
import { withPullHint } from './sim-query.ts';
import type { Answer, Refused, Source } from './verb.ts';

interface Checked {
  readonly name: string;
  readonly simulation: Simulation;
}

/** All of them are looked at; where one is refused, so is the whole. */
export async function check(args: Arguments): Promise<Answer> {
  const subjects: Subject[] = [];
  const refused: (Refused & { readonly name: string })[] = [];
  for (const path of args.words.length > 0 ? args.words : ['.']) {
    const read = await readSubjects(path);
    if (!read.ok) return read;
    subjects.push(...read.value.subjects);
    refused.push(...read.value.unread.map(({ name, refused: one, texts }: Unread) => ({ ...one, name, texts })));
  }
  await using reached = await reach(args, 'offline');
  const checked: Checked[] = [];
  for (const subject of subjects) {
    const answer = await ask(reached, subject, args);
    if (answer.ok) checked.push({ name: subject.name, simulation: answer.value });
    else refused.push({ ...answer, name: subject.name, sql: subject.sql, texts: subject.texts });
  }
  return refused.length > 0 ? allRefused(refused) : accepted(checked);
}

async function ask(reached: Reached, { content, sql }: Subject, { options }: Arguments) {
  const question = { ...questionOf(content), ...askOf(sql, options) };
  const asked = await reached.client.call('/simulate/query', question);
  if (!asked.ok) return withPullHint(asked, { reached, question });
  return { ok: true, value: asked.value as unknown as Simulation } as const;
}

function accepted(checked: readonly Checked[]): Answer {
  return {
    ok: true,
    value: checked.map(({ name, simulation }) => ({ name, ...valueOf(simulation) })),
    text: checked.map(textOf).join('\n'),
    isNo: checked.some(({ simulation: { program } }) => (program?.failed ?? 0) > 0),
  };
}

function valueOf({ explanation, forecast, verdicts, review, advice = [], hiddenShare, program }: Simulation) {
  const hidden = forecast.hidden.flat();
  return {
    kind: explanation.kind,
    rows: forecast.rows.length,
    values: hidden.length,
    hidden: hidden.filter(Boolean).length,
    verdicts,
    review,
    advice,
    ...(hiddenShare !== undefined && { hiddenShare }),
    ...(program && { calls: program.calls, failed: program.failed }),
  };
}

function textOf({ name, simulation }: Checked): string {
  const { explanation, program } = simulation;
  const isRight = (program?.failed ?? 0) === 0;
  const mark = isRight ? styled('green', '✓') : styled('red', '✗');
  const lines = [...(program ? printDoings(program) : []), ...printVerdicts(simulation)];
  return [
    `${mark} ${name}  ${explanation.kind}, reads ${explanation.tables.join(', ')}`,
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}

function allRefused(all: readonly (Refused & { readonly name: string })[]): Answer {
  const of = new Map(
    all.flatMap(({ refusals, name, sql, texts }) =>
      refusals.map((refusal): [Refusal, Source] => [
        refusal,
        { subject: name, ...(sql !== undefined && { sql }), ...(texts && { texts }) },
      ]),
    ),
  );
  const [first, ...rest] = all.flatMap(({ refusals }) => refusals);
  if (!first) throw new Error('what is refused has a reason');
  return { ok: false, refusals: [first, ...rest], of };
}

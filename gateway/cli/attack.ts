/** `sluice attack`: the built-in red team against a twin made for it, or against the release of a text of one's own; says which layer stopped each. */
import { layers } from '../attack/adversary.ts';
import { runAttacks, type AttackResult } from '../attack/report.ts';
import { findKit } from '../kit/find-kit.ts';
import { readKit } from '../kit/read-kit.ts';
import { questionOf, readSubjects, type Subject } from '../kit/subjects.ts';
import { openKit } from '../kit/open-kit.ts';
import type { Arguments } from './args.ts';
import { askOf } from './ask-of.ts';
import type { Answer } from './verb.ts';
import { UnreachableError } from './verb.ts';

type Result = Pick<AttackResult, 'stopped' | 'by' | 'questions'> & {
  readonly attack: Pick<AttackResult['attack'], 'id' | 'title' | 'tells'>;
};

/** No where an attack succeeds. */
export async function attack(args: Arguments): Promise<Answer> {
  const [path] = args.words;
  return path === undefined ? attackTwin(args) : attackSubjects(path, args);
}

async function attackTwin({ options: { json } }: Arguments): Promise<Answer> {
  if (!json) process.stdout.write(`Layers: ${Object.values(layers).join('; ')}\n\n`);
  const results = await runAttacks((result) => tellResult(result, json));
  return answerOf(results.map(valueOf));
}

/** The texts one after the other; the first that the rules refuse ends it. */
async function attackSubjects(path: string, args: Arguments): Promise<Answer> {
  const { json, kit: named } = args.options;
  const folder = named ?? findKit(process.cwd());
  if (folder === undefined)
    throw new UnreachableError('Cannot attack a text: must have a kit; sluice sim pull makes one');
  const read = await readSubjects(path);
  if (!read.ok) return read;
  const [broken] = read.value.unread;
  if (broken) return { ...broken.refused, texts: broken.texts, subject: broken.name };
  const { attackText } = await import('../attack/attack-text.ts');
  const kit = readKit(folder);
  await using reached = await openKit(folder);
  const all: ReturnType<typeof valueOf>[] = [];
  for (const subject of read.value.subjects) {
    const question = askedOf(subject, args);
    if (!json) process.stdout.write(`${subject.name}\n`);
    const attacked = await attackText(question, {
      kit,
      client: reached.client,
      tell: (result) => tellResult(result, json),
    });
    if (!attacked.ok) return { ...attacked, sql: subject.sql, texts: subject.texts, subject: subject.name };
    if (!attacked.value.target && !json)
      process.stdout.write(
        '  nobody to go after: it reads nothing about units, or nobody stands out in the pulled rows\n',
      );
    all.push(...attacked.value.results.map((result) => ({ subject: subject.name, ...valueOf(result) })));
  }
  return answerOf(all);
}

function askedOf({ content, sql }: Subject, { options }: Arguments) {
  const { parameters: _, ...question } = questionOf(content);
  const { parameters: __, ...written } = askOf(sql, options);
  return { ...question, ...written };
}

function tellResult({ attack: { title, tells }, stopped, by }: Result, json: boolean): void {
  if (json) return;
  process.stdout.write(
    `${stopped ? '✓ stopped ' : '✗ SUCCEEDED '} ${title.zh} ${title.en}\n    would tell: ${tells}\n    ${by}\n`,
  );
}

function valueOf({ attack: { id, title, tells }, stopped, by, questions }: Result): {
  readonly id: string;
  readonly stopped: boolean;
  readonly [field: string]: unknown;
} {
  return { id, title, tells, stopped, by, questions };
}

function answerOf(results: readonly { readonly stopped: boolean }[]): Answer {
  const through = results.filter(({ stopped }) => !stopped).length;
  return {
    ok: true,
    value: results,
    text: summaryOf(results.length, through),
    isNo: through > 0,
  };
}

function summaryOf(tried: number, through: number): string {
  if (tried === 0) return 'Nothing was tried, so that nothing is said of it.';
  return through === 0 ? `All ${tried} were stopped.` : `${through} of ${tried} SUCCEEDED.`;
}

/** How what a verb has to say is told: text or one line of JSON, errors on the other stream, and the exit code. */
import type { Refusal } from '#policies/refusal.ts';
import { problemOf } from '../respond.ts';
import { styled } from './args.ts';
import { printSourceRefusal } from './print-refusal.ts';
import { exits, UnreachableError, UsageError, type Answer, type Refused } from './verb.ts';

/** @returns the exit code */
export function finish(answer: Answer | number, json: boolean): number {
  if (typeof answer === 'number') return answer;
  if (!answer.ok) return refused(answer, json);
  const { value, text, isNo = false } = answer;
  if (json) printLine(JSON.stringify({ ok: true, value: value ?? null }));
  else if (text !== '') printLine(text);
  return isNo ? exits.refused : exits.done;
}

function refused({ refusals, of, ...whole }: Refused, json: boolean): number {
  const sourced = refusals.map((refusal) => ({ refusal, ...whole, ...of?.get(refusal) }));
  if (json) {
    const problems = sourced.map(({ refusal, sql, subject }) => ({
      ...problemOf(refusal, sql),
      ...(subject !== undefined && { subject }),
    }));
    printLine(JSON.stringify({ ok: false, refusals: problems }));
  }
  for (const { refusal, sql, texts = new Map(), subject } of sourced)
    console.error(`${subject === undefined ? '' : `${subject}: `}${printSourceRefusal(refusal, texts, sql)}`);
  return exits.refused;
}

/** Of what was thrown. What is our bug has a stack, and shows it where SLUICE_DEBUG is set. */
export function failed(error: unknown, json: boolean): number {
  const detail = error instanceof Error ? error.message : 'failed';
  const code: Refusal['code'] = error instanceof TypeError ? 'E_INPUT' : 'E_EXEC';
  if (json) printLine(JSON.stringify({ ok: false, refusals: [problemOf({ code, detail })] }));
  console.error(`${styled('red', 'sluice:', process.stderr)} ${detail}`);
  if (process.env['SLUICE_DEBUG'] && error instanceof Error) console.error(error.stack);
  if (error instanceof UnreachableError) return exits.unreachable;
  return error instanceof UsageError || error instanceof TypeError ? exits.wrong : exits.refused;
}

function printLine(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

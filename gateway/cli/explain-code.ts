/** `sluice explain E_…`: what a refusal means, on what it rests, what to do, and an example. Nothing is asked of anybody. */
import { rules, type RefusalCode } from '#policies/refusal.ts';
import { statusOf } from '../status.ts';
import { nearest, styled } from './args.ts';
import { codeExamples } from './code-examples.ts';
import { told, UsageError, type Answer } from './verb.ts';

/** @throws UsageError with the nearest code for one that is not in the table */
export function explainCode(code: string): Answer {
  if (!isCode(code)) {
    const meant = nearest(code, Object.keys(rules));
    throw new UsageError(
      `Cannot explain ${code}: must be a code of a refusal${meant ? `; did you mean ${meant}?` : ''}`,
    );
  }
  const { title, source, remedy } = rules[code];
  const example = codeExamples[code];
  const value = { code, title, source, remedy, status: statusOf[code], ...(example && { example }) };
  const lines = [
    `${styled('bold', code)}  ${title}`,
    `  rests on   ${source}`,
    `  remedy     ${remedy}`,
    ...(example ? [`  refused    ${example.refused}`] : []),
    ...(example?.instead ? [`  instead    ${example.instead}`] : []),
  ];
  return told(value, lines.join('\n'));
}

function isCode(code: string): code is RefusalCode {
  return Object.hasOwn(rules, code);
}

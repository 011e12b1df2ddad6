/** Which refusals an operation may answer with: its own, and those of its kind. */
import { rules, type RefusalCode } from '#policies/refusal.ts';
import { statusOf } from '../status.ts';
import { isQuestion, placesOf, type Operation } from './operation.ts';

const codes = Object.keys(rules) as RefusalCode[];

/** What a text can have against it: a query, a program, a training. */
export const textRefusals: readonly RefusalCode[] = codes.filter(
  (code) => statusOf[code] === 422 && !['E_VERIFY', 'E_INGEST', 'E_EXEC', 'E_ENTRY'].includes(code),
);

/** What a life has against a command, beyond form, role, owner and state. */
export const lifeRefusals: readonly RefusalCode[] = [
  ...(['E_SEPARATION', 'E_NO_RIGHTS', 'E_CONSENT', 'E_OVERDUE', 'E_DISPUTED', 'E_SCOPE', 'E_NOT_APPROVED'] as const),
  ...(['E_NOT_FILED', 'E_STOPPED', 'E_SANCTIONED', 'E_WITHDRAWN', 'E_NORM', 'E_CHECK_ITEM', 'E_ENTRY'] as const),
];

/** Of everything that asks the domain, or needs a cosigned checkpoint for it. */
export const domainRefusals: readonly RefusalCode[] = ['E_DOMAIN_DOWN', 'E_WITNESS'];

/** Every code that `operation` may answer with. */
export function refusalsOf(operation: Operation): readonly RefusalCode[] {
  const { who, body, query, path, answers, refusals = [] } = operation;
  const writes = !isQuestion(operation);
  const isGeneral: Partial<Record<RefusalCode, boolean>> = {
    E_AUTH: who !== 'anybody',
    E_ROLE: who !== 'anybody',
    E_INPUT: body !== undefined || query !== undefined || writes,
    E_TEXT_SIZE: operation.method === 'post',
    E_NOT_FOUND: placesOf(path).length > 0,
    E_MEDIA: operation.method === 'post',
    E_ACCEPT: answers.length > 1,
    E_IDEMPOTENCY: writes,
    E_REPLAY: writes,
    E_CONFLICT: writes,
  };
  return codes.filter((code) => isGeneral[code] || refusals.includes(code));
}

/** Status → the codes that have it. */
export function statusesOf(operation: Operation): ReadonlyMap<number, readonly RefusalCode[]> {
  const found = new Map<number, RefusalCode[]>();
  for (const code of refusalsOf(operation)) found.set(statusOf[code], [...(found.get(statusOf[code]) ?? []), code]);
  return new Map([...found].sort(([one], [other]) => one - other));
}

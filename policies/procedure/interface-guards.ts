/** What makes a product an interface, and who may be given a key of it. @see procedure.md §5, `data_api`; docs/decisions/061-api-products.md */
import { z } from 'zod';
import { accept, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import { requireThat } from './decider.ts';
import { aSha256, docId, type Frozen } from './fields.ts';
import { heirOf, lineageOf } from './lineage.ts';
import type { DocOf } from './lives.ts';
import type { CaseContext } from './lookup.ts';
import { isMade } from './output-contract.ts';
import { requirePurpose } from './interface-calls.ts';
import { daysAfter, isBefore } from './term.ts';

/** Most calls that one key may make in a day, an engineering choice: an answer changes when something is released, not by the minute. */
export const mostCallsPerDay = 100_000;
/** A key that is forgotten somewhere stops to be one: an engineering choice. */
export const mostKeyDays = 366;

export const aCallCount = z.int().min(1).max(mostCallsPerDay);

/** Which approved program answers, and how often each key may call in a day of Asia/Shanghai. */
export const anInterface = z.strictObject({ program: docId, hash: aSha256, callsPerDay: aCallCount });

interface Claimed {
  readonly vendor?: string;
  readonly agreement: string;
  readonly form: string;
  readonly exports: readonly string[];
  readonly licence: DocOf<'product'>['licence'];
  readonly api?: Frozen<z.infer<typeof anInterface>>;
}

/**
 * For every interface that is accepted: its form is `data_api`, its program is the vendor's own, approved with this hash under this agreement,
 * and declares one output of a fixed form; each export was computed by it, alone, and released for the purpose of the licence. Refuses with
 * E_SCOPE, E_NOT_APPROVED, E_CONTRACT.
 */
export function requireInterface(doing: string, claimed: Claimed, { lookup }: CaseContext): readonly Outcome<void>[] {
  const { api, agreement } = claimed;
  if (!api) return [];
  const program = lookup.get('program', api.program);
  const own = program?.vendor === claimed.vendor && lineageOf(agreement, lookup).includes(program?.agreement ?? '');
  const made = (program?.content.outputs ?? []).filter(isMade);
  const exports = claimed.exports.flatMap((id) => lookup.get('export', id) ?? []);
  const strange = exports.filter(({ product: { runs } }) => {
    const [run] = runs.map((id) => lookup.get('run', id));
    return runs.length !== 1 || run?.program !== api.program || run.hash !== api.hash;
  });
  return [
    requireThat(
      claimed.form === 'data_api',
      'E_SCOPE',
      `Cannot ${doing}: an interface must be of the form data_api; got ${claimed.form}`,
    ),
    requireThat(
      own && program?.state === 'approved' && program.hash === api.hash,
      'E_NOT_APPROVED',
      `Cannot ${doing}: the program must be approved with this hash, under this agreement; got ${program?.state ?? 'none'}`,
    ),
    requireThat(
      made.length === 1 && made[0]?.kind === 'api',
      'E_CONTRACT',
      `Cannot ${doing}: the program must declare one output, an api; got ${made.map(({ kind }) => kind).join(', ') || 'none'}`,
    ),
    requireThat(
      strange.length === 0,
      'E_SCOPE',
      `Cannot ${doing}: each export must be of one run of the program; got ${strange.map(({ id }) => id).join(', ')}`,
    ),
    ...exports.map((one) => requirePurpose(doing, claimed, one)),
  ];
}

interface Asked {
  readonly product: string;
  readonly recipient: string;
  readonly callsPerDay: number;
  readonly until: Instant;
}

/**
 * For every key that is accepted: its product is an interface of the vendor's own that was not withdrawn and licensed to this recipient; it may
 * call no more often than the interface says, and ends with the agreement at the latest. Refuses with E_NOT_FOUND, E_STATE, E_SCOPE, E_INPUT.
 */
export function requireKey(doing: string, asked: Asked, { lookup, actor, now }: CaseContext): readonly Outcome<void>[] {
  const found = lookup.get('product', asked.product);
  const product = found?.vendor === actor.org ? found : undefined;
  const must = `Cannot ${doing}`;
  if (!product)
    return [requireThat(false, 'E_NOT_FOUND', `${must}: must be for a product of your organization; got none`)];
  const { api, state, licence } = product;
  const end = heirOf(product.agreement, lookup)?.clauses.term.to;
  const latest = end !== undefined && isBefore(end, daysAfter(now, mostKeyDays)) ? end : daysAfter(now, mostKeyDays);
  const inTerm = isBefore(now, asked.until) && !isBefore(latest, asked.until);
  return [
    requireThat(
      api !== undefined && state !== 'withdrawn',
      'E_STATE',
      `${must}: must be for an interface; got ${api ? state : 'a product without one'}`,
    ),
    requireThat(
      licence.recipients.includes(asked.recipient),
      'E_SCOPE',
      `${must}: must be for a recipient of the licence; got ${asked.recipient}`,
    ),
    api && asked.callsPerDay > api.callsPerDay
      ? requireThat(
          false,
          'E_INPUT',
          `${must}: must allow at most ${api.callsPerDay} calls a day; got ${asked.callsPerDay}`,
        )
      : accept(undefined),
    requireThat(inTerm, 'E_INPUT', `${must}: must end between now and ${latest}; got ${asked.until}`),
  ];
}

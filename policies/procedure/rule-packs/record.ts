/**
 * What a check leaves in the record: which pack, and the verdict of each item. It stands in the event of its gate and is never changed; a
 * pack that is edited later is another one.
 *
 * @see AO-05-4, AO-15-1, AO-15-2
 */
import { refuse, type Outcome } from '../../refusal.ts';
import type { Sha256 } from '../../units.ts';
import type { Checklist, Domain } from '../checklist.ts';
import { domains } from '../checklist.ts';
import { requireAll, requireThat } from '../decider.ts';
import type { Gate } from './rule-names.ts';

/**
 * `pass`, `fail`; `notice`: an item that only informs has found something; `open`: a person has not answered yet.
 * An item of another form is not in the list.
 */
export type ItemVerdict = 'pass' | 'fail' | 'notice' | 'open';

/** One item's verdict. */
export interface JudgedItem {
  readonly id: string;
  readonly verdict: ItemVerdict;
}

/** A check as it was made. */
export interface CheckRecord {
  readonly gate: Gate;
  readonly pack: string;
  readonly version: number;
  readonly hash: Sha256;
  readonly items: readonly JudgedItem[];
}

/** The domain of an item, from its id. @throws Error for what is no id */
export function domainOf(id: string): Domain {
  const found = domains.find((domain) => id.split('.')[1] === domain);
  if (!found) throw new Error(`Cannot name the section: must be the id of an item; got ${id}`);
  return found;
}

/**
 * A person's answers fit the check: they name items of their own section; a section with a failed item does not pass; and what has failed
 * with a warning passes only with a word about that very item. Refuses with E_INPUT or E_CHECK_ITEM.
 */
export function requireAnswers(doing: string, checklist: Checklist, check: CheckRecord | undefined): Outcome<void> {
  return requireAll(domains.flatMap((domain) => answersIn(doing, domain, { checklist, items: check?.items ?? [] })));
}

interface Answers {
  readonly checklist: Checklist;
  readonly items: readonly JudgedItem[];
}

function answersIn(doing: string, domain: Domain, { checklist, items }: Answers): readonly Outcome<void>[] {
  const { verdict, items: answers = {} } = checklist[domain];
  const own = items.filter(({ id }) => domainOf(id) === domain);
  const strange = Object.keys(answers).filter((id) => !own.some((item) => item.id === id));
  const failed = Object.entries(answers).filter(([, answer]) => answer.verdict === 'fail');
  const unanswered = own.filter((item) => item.verdict === 'fail' && answers[item.id] === undefined);
  return [
    ...strange.map((id) =>
      refuse('E_INPUT', `Cannot ${doing}: an answer must be about an item of ${domain} in this check; got ${id}`),
    ),
    ...failed.map(([id]) =>
      requireThat(
        verdict === 'fail',
        'E_INPUT',
        `Cannot ${doing}: ${domain} must not pass with a failed item; got ${id}`,
      ),
    ),
    ...unanswered.map(({ id }) =>
      requireThat(verdict === 'fail', 'E_CHECK_ITEM', `Cannot ${doing}: a person must answer ${id}; got no answer`),
    ),
  ];
}

/** The verdicts of a check with a person's answers in their places: his word about an item, else about its section. */
export function answered(check: CheckRecord, checklist: Checklist): CheckRecord {
  const items = check.items.map((item) => {
    const { verdict, items: answers = {} } = checklist[domainOf(item.id)];
    const said = answers[item.id]?.verdict ?? (item.verdict === 'open' ? verdict : item.verdict);
    return { id: item.id, verdict: said };
  });
  return { ...check, items };
}

/** What was for people alone: the verdicts of one reviewer, without those that stand in the record already. */
export function answersOf(check: CheckRecord, checklist: Checklist): CheckRecord {
  const asked = new Set(
    check.items
      .filter(({ id, verdict }) => {
        const own = checklist[domainOf(id)].items ?? {};
        return verdict === 'open' || own[id] !== undefined;
      })
      .map(({ id }) => id),
  );
  const { items } = answered(check, checklist);
  return { ...check, items: items.filter(({ id }) => asked.has(id)) };
}

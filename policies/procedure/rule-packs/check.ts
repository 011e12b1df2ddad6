/**
 * The check itself: every item of a gate, judged by its evaluator or left open for a person. Pure; what it says stands in the event of the
 * gate.
 *
 * @see 003-15; AO-15-1, AO-15-2, AO-05-4
 */
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { ProductForm } from '../fields.ts';
import { requireAll } from '../decider.ts';
import { packHash, type AutoItem, type RuleItem, type RulePack } from './pack.ts';
import type { CheckRecord } from './record.ts';
import { inFindings, type Found, type Rule, type RulesOf } from './rule.ts';
import type { Gate } from './rule-names.ts';

/** An item that did not pass, and where. */
export interface Failure extends Found {
  readonly item: AutoItem;
}

/** A check, and what its automatic items have found. */
export interface Judged {
  readonly check: CheckRecord;
  readonly failures: readonly Failure[];
}

/** Which pack, at which gate, for which forms. */
export interface Asked<G extends Gate> {
  readonly pack: RulePack;
  readonly gate: G;
  readonly forms: readonly ProductForm[];
}

/** The items of a gate that concern any of these forms, in the order of the pack. */
export function itemsAt(pack: RulePack, gate: Gate, forms: readonly ProductForm[]): readonly RuleItem[] {
  return pack.items.filter(
    (item) => item.gate === gate && (item.forms === undefined || item.forms.some((form) => forms.includes(form))),
  );
}

/** For every pack and evidence, one verdict for each item of the gate, cited with the hash of the pack. */
export function judge<G extends Gate, Evidence>(
  { pack, gate, forms }: Asked<G>,
  rules: RulesOf<G, Evidence>,
  evidence: Evidence,
): Judged {
  const items = itemsAt(pack, gate, forms);
  const failures = items.flatMap((item): readonly Failure[] => {
    if (item.evaluator === 'human') return [];
    // The schema of a pack has seen to it that the rule is one of the item's gate.
    const rule = (rules as Readonly<Record<string, Rule<Evidence>>>)[item.rule];
    if (!rule) throw new Error(`Cannot judge ${item.id}: must be a rule of ${gate}; got ${item.rule}`);
    const found = rule(evidence, item.params ?? {});
    return found ? [{ item, ...found }] : [];
  });
  const verdictOf = (item: RuleItem) => {
    if (item.evaluator === 'human') return 'open';
    if (!failures.some((failure) => failure.item.id === item.id)) return 'pass';
    return item.severity === 'info' ? 'notice' : 'fail';
  };
  const verdicts = items.map((item) => ({ id: item.id, verdict: verdictOf(item) }) as const);
  const { id, version } = pack;
  return { check: { gate, pack: id, version, hash: packHash(pack), items: verdicts }, failures };
}

/** No critical item has failed; refuses with E_CHECK_ITEM for each that has: its id, its place, its remedy. */
export function requireNoCritical(doing: string, { failures }: Judged): Outcome<void> {
  return requireAll(
    failures
      .filter(({ item }) => item.severity === 'critical')
      .map(({ item, at, got }) =>
        refuse('E_CHECK_ITEM', `Cannot ${doing}: ${item.id} must pass at ${at}; got ${got}`, { remedy: item.remedy }),
      ),
  );
}

/** No item that a person would have to answer has failed; refuses with E_CHECK_ITEM. */
export function requireNoWarning(doing: string, { failures }: Judged): Outcome<void> {
  const found = failures.find(({ item }) => item.severity === 'warning');
  if (!found) return accept(undefined);
  return refuse('E_CHECK_ITEM', `Cannot ${doing}: a person must answer ${found.item.id}; got no answer`);
}

/** What the vendor may be told of critical failures: those that documents show, with their remedies. */
export function toldOf({ failures }: Judged): string | undefined {
  const told = failures.filter(({ item, at }) => item.severity === 'critical' && at !== inFindings);
  if (told.length === 0) return undefined;
  return told.map(({ item, at }) => `${item.title.zh} ${item.title.en} (${at}): ${item.remedy}`).join('\n');
}

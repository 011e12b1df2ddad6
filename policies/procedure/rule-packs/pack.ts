/**
 * A rule pack: the compliance check as data. Three gates, four domains, twelve sections; each item is judged by a named evaluator or by a
 * person. A pack has a version and a hash, and whoever checks cites both.
 *
 * @see 003-15; procedure.md §5; AO-05-4, AO-15-1, AO-15-2; docs/decisions/050-rule-packs.md
 */
import { z } from 'zod';
import { contentHash } from '../../record/content-hash.ts';
import { refuse, type Outcome } from '../../refusal.ts';
import type { Sha256 } from '../../units.ts';
import { domains, type Domain } from '../checklist.ts';
import { requireAll, requireThat } from '../decider.ts';
import { aProductForm, prose, shortText, type Parsed } from '../fields.ts';
import { ruleNames, type Gate } from './rule-names.ts';

/** The gates in their order. */
export const gates = ['application', 'use', 'export'] as const satisfies readonly Gate[];

const title = z.strictObject({ zh: shortText, en: shortText });

/** What all items say. `critical`: what fails it does not pass the gate. `warning`: a person must answer it. `info`: it is noted. */
const common = {
  /** `<gate>.<domain>.<name>`, so that a verdict says its section by itself. */
  id: z.string().regex(/^[a-z]+(?:\.[a-z_]+){2}$/),
  domain: z.enum(domains),
  /** Only for these forms; for all seven where not given. */
  forms: z.array(aProductForm).min(1).max(7).exactOptional(),
  severity: z.enum(['info', 'warning', 'critical']),
  /** Article or requirement. */
  normRef: shortText,
  title,
  /** The smallest thing that helps. */
  remedy: prose,
};

const byRule = <G extends Gate>(gate: G) =>
  z.strictObject({
    ...common,
    gate: z.literal(gate),
    evaluator: z.literal('auto'),
    rule: z.enum(Object.keys(ruleNames[gate]) as [keyof (typeof ruleNames)[G] & string]),
    params: z.record(z.string(), z.number()).exactOptional(),
  });

const byPerson = z.strictObject({ ...common, gate: z.enum(gates), evaluator: z.literal('human') });

/** One question of the check. */
export const ruleItem = z.union([byPerson, byRule('application'), byRule('use'), byRule('export')]);

/** A pack as data; {@link requirePack} says whether it is whole. */
export const rulePack = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/),
  version: z.int().min(1),
  title,
  status: z.enum(['draft', 'in_force']),
  normRef: shortText,
  items: z.array(ruleItem).min(12).max(300),
});

/** @see ruleItem */
export type RuleItem = Parsed<typeof ruleItem>;
/** @see rulePack */
export type RulePack = Parsed<typeof rulePack>;
/** An item that a named evaluator judges. */
export type AutoItem = Extract<RuleItem, { evaluator: 'auto' }>;

/** Name of the pack's content: two people who cite it mean the same items. */
export function packHash(pack: RulePack): Sha256 {
  return contentHash(pack);
}

/**
 * For every pack that is accepted: none of the twelve sections is empty, every id is there once and names its section, and every evaluator
 * has exactly the parameters that it wants. Refuses with E_INPUT.
 */
export function requirePack(doing: string, pack: RulePack): Outcome<void> {
  const ids = pack.items.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  const empty = sections().find(
    ([gate, domain]) => !pack.items.some((item) => item.gate === gate && item.domain === domain),
  );
  return requireAll([
    requireThat(twice === undefined, 'E_INPUT', `Cannot ${doing}: every item must be there once; got ${twice} again`),
    requireThat(
      empty === undefined,
      'E_INPUT',
      `Cannot ${doing}: no section must be empty; got none of ${empty?.join('.')}`,
    ),
    ...pack.items.map((item) => requireItem(doing, item)),
  ]);
}

/** The twelve sections, gate by gate. */
export function sections(): readonly (readonly [Gate, Domain])[] {
  return gates.flatMap((gate) => domains.map((domain) => [gate, domain] as const));
}

function requireItem(doing: string, item: RuleItem): Outcome<void> {
  const { id, gate, domain } = item;
  if (!id.startsWith(`${gate}.${domain}.`))
    return refuse('E_INPUT', `Cannot ${doing}: an id must begin with ${gate}.${domain}.; got ${id}`);
  if (item.evaluator === 'human') return { ok: true, value: undefined };
  const wanted = wantedBy(item);
  const given = Object.keys(item.params ?? {}).sort();
  const must = `${id} must have the parameters ${wanted.join(', ') || 'none'}`;
  return requireThat(
    given.join() === wanted.join(),
    'E_INPUT',
    `Cannot ${doing}: ${must}; got ${given.join(', ') || 'none'}`,
  );
}

function wantedBy({ gate, rule }: AutoItem): readonly string[] {
  const names: Readonly<Record<string, readonly string[]>> = ruleNames[gate];
  return [...(names[rule] ?? [])].sort();
}

/** Short makers for the items of the pack that comes with the product, so that its lists read as lists. */
import type { Domain } from '../checklist.ts';
import type { ProductForm } from '../fields.ts';
import type { RuleItem } from './pack.ts';
import type { Gate, RuleName } from './rule-names.ts';

/** What an item says to people. */
export interface Words {
  readonly zh: string;
  readonly en: string;
  readonly norm: string;
  readonly remedy: string;
  readonly forms?: readonly ProductForm[];
}

interface AutoWords extends Words {
  readonly severity?: RuleItem['severity'];
  readonly params?: Readonly<Record<string, number>>;
}

/** Makes the items of one section. */
export function section<G extends Gate>(gate: G, domain: Domain) {
  const shared = (name: string, { zh, en, norm, remedy, forms }: Words) => ({
    id: `${gate}.${domain}.${name}`,
    domain,
    normRef: norm,
    title: { zh, en },
    remedy,
    ...(forms && { forms }),
  });
  return {
    /** Judged by the evaluator of this name; critical where nothing else is said. */
    auto(rule: RuleName<G>, { severity = 'critical', params, ...words }: AutoWords): RuleItem {
      const judged = { ...shared(rule, words), severity, ...(params && { params }) };
      return { ...judged, gate, evaluator: 'auto', rule } as Extract<RuleItem, { evaluator: 'auto' }>;
    },
    /** Asked of a person. */
    human(name: string, words: Words): RuleItem {
      return { ...shared(name, words), gate, evaluator: 'human', severity: 'critical' };
    },
  };
}

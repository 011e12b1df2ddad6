/** The ten contents of an agreement: what enforces each, and the attack that must fail. `clauses.test.ts` makes them, docs/clauses.md prints them. */
import type { clauses } from '#policies/procedure/agreement-commands.ts';
import type { RefusalCode } from '#policies/refusal.ts';
import type { z } from 'zod';

type Clause = keyof z.infer<typeof clauses>;

interface Enforced {
  readonly zh: string;
  readonly en: string;
  /** By what, where. */
  readonly by: string;
  /** Each with the code that refuses it. */
  readonly attacks: Readonly<Record<string, RefusalCode>>;
}

/** In the order of 003-20. A clause without an attack does not pass the tests. */
export const theTenClauses: Readonly<Record<Clause, Enforced>> = {
  rightsAndDuties: {
    zh: '双方权利义务',
    en: 'rights and duties: reports on the use, every so many months',
    by: 'the agreement calls each report; `requireReported` at every new export',
    attacks: { 'an export while a report is overdue': 'E_OVERDUE' },
  },
  scenario: {
    zh: '应用场景',
    en: 'the scenario',
    by: '`requireRunnable` of every run, `requireGranted` of every export',
    attacks: { 'a run for another scenario': 'E_SCOPE', 'an export for another scenario': 'E_SCOPE' },
  },
  dataScope: {
    zh: '数据范围',
    en: 'the data, by columns',
    by: '`requireWithin` of every text and every run',
    attacks: { 'a text that reads a column more': 'E_SCOPE' },
  },
  term: {
    zh: '期限',
    en: 'the term',
    by: '`requireGrant` at every use; `agreement.due` ends it',
    attacks: { 'a run on the day after': 'E_NO_RIGHTS', 'a draft longer than the application': 'E_SCOPE' },
  },
  conditions: {
    zh: '使用条件',
    en: 'conditions: runs, forms, lanes, ε, recipients, the published conditions',
    by: '`requireRunsLeft`, `requireLane`, the ledger of the domain, `requireGranted`, `requireTerms`',
    attacks: {
      'one run more': 'E_SCOPE',
      'a form that was not agreed': 'E_SCOPE',
      'a recipient who was not agreed': 'E_SCOPE',
      'a lane that was not agreed': 'E_SCOPE',
      'conditions other than the published ones, without a reason': 'E_INPUT',
    },
  },
  dataSecurity: {
    zh: '数据安全要求',
    en: 'data security: nothing is left so many days after the end',
    by: 'the workspace archives with the agreement and is destroyed with a certificate',
    attacks: { 'a text drafted in a workspace whose agreement has ended': 'E_NO_RIGHTS' },
  },
  fees: {
    zh: '服务费用',
    en: 'fees: processing, compute, compliance support, and nothing else',
    by: 'the schema of the clause; `requireTerms`',
    attacks: { 'a share of the revenue': 'E_INPUT', 'one category twice': 'E_INPUT' },
  },
  trading: {
    zh: '进场交易',
    en: 'trading: on one approved exchange, or not at all',
    by: '`requireTerms` of the draft, `requireListing` of every product',
    attacks: { 'a venue that nobody approved': 'E_SCOPE', 'a listing elsewhere than agreed': 'E_SCOPE' },
  },
  termination: {
    zh: '终止情形',
    en: 'termination: the agreed cases, and those of the law',
    by: '`requireAgreedCase`; the end closes every right at once',
    attacks: { 'an end for a case that was not agreed': 'E_SCOPE', 'a run after it': 'E_NO_RIGHTS' },
  },
  breachLiability: {
    zh: '违约责任',
    en: 'liability for breach',
    by: 'the text that both have signed, by its hash; a breach suspends or ends the agreement',
    attacks: { 'a signature under another text': 'E_INPUT', 'a run while it is suspended for a breach': 'E_NO_RIGHTS' },
  },
};

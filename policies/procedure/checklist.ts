/**
 * The four domains of every compliance check. A check without one of them is not a check.
 *
 * @see AO-15-2; docs/decisions/050-rule-packs.md
 */
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { prose, type Parsed } from './fields.ts';

/** Data security, network security, personal information, trade secrets. @see 003-15 */
export const domains = ['data_security', 'network_security', 'personal_info', 'trade_secret'] as const;
/** @see domains */
export type Domain = (typeof domains)[number];

/** Their titles. */
export const domainTitles = {
  data_security: { zh: '数据安全', en: 'data security' },
  network_security: { zh: '网络安全', en: 'network security' },
  personal_info: { zh: '个人信息', en: 'personal information' },
  trade_secret: { zh: '商业秘密', en: 'trade secrets' },
} as const satisfies Record<Domain, { readonly zh: string; readonly en: string }>;

const verdict = z.enum(['pass', 'fail']);
const itemId = z.string().regex(/^[a-z]+(?:\.[a-z_]+){2}$/);

/** One verdict for the section, and answers to single items of it where there is more to say. */
const aSection = z.strictObject({
  verdict,
  note: prose,
  /** Item of the rule pack → what this person says of it. */
  items: z.record(itemId, z.strictObject({ verdict, note: prose })).exactOptional(),
});

/** One verdict with its evidence per domain; the schema refuses a missing domain. */
export const aChecklist = z.strictObject({
  data_security: aSection,
  network_security: aSection,
  personal_info: aSection,
  trade_secret: aSection,
});
/** @see aChecklist */
export type Checklist = Parsed<typeof aChecklist>;

/** Whoever passes something has passed it in all four domains; refuses with E_INPUT. */
export function requirePassed(doing: string, checklist: Checklist): Outcome<void> {
  const failed = domains.filter((domain) => checklist[domain].verdict !== 'pass');
  if (failed.length === 0) return accept(undefined);
  return refuse('E_INPUT', `Cannot ${doing}: every domain must pass; got a failure in ${failed.join(', ')}`);
}

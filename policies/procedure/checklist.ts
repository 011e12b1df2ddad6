/** The four domains of every compliance check. A check without one of them is not a check. @see AO-15-2 */
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { prose, type Parsed } from './fields.ts';

const aVerdict = z.strictObject({ verdict: z.enum(['pass', 'fail']), note: prose });

/** One verdict with its evidence per domain; the schema refuses a missing domain. */
export const aChecklist = z.strictObject({
  data_security: aVerdict,
  network_security: aVerdict,
  personal_info: aVerdict,
  trade_secret: aVerdict,
});
/** @see aChecklist */
export type Checklist = Parsed<typeof aChecklist>;

/** Whoever passes something has passed it in all four domains; refuses with E_INPUT. */
export function requirePassed(doing: string, checklist: Checklist): Outcome<void> {
  const failed = Object.entries(checklist).filter(([, { verdict }]) => verdict !== 'pass');
  if (failed.length === 0) return accept(undefined);
  const names = failed.map(([domain]) => domain).join(', ');
  return refuse('E_INPUT', `Cannot ${doing}: every domain must pass; got a failure in ${names}`);
}

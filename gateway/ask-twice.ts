/** A question to a domain that died over it, put again to the one that took its place: nobody's work is lost to a crash of the other side. */
import type { Outcome } from '#policies/refusal.ts';

export async function askTwice<T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const first = await ask();
  return !first.ok && first.refusals[0].code === 'E_DOMAIN_DOWN' ? ask() : first;
}

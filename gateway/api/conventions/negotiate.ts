/** Which of the forms that there are a request wants most. @see RFC 9110 §12.5.1 */
import { parseAccept } from 'hono/utils/accept';

type Wish = ReturnType<typeof parseAccept>[number];

/**
 * The most wanted of `offers`, the first of those that are wanted alike; the first where nothing is said.
 *
 * @returns undefined where the request wants none of them
 */
export function negotiate<Offer extends string>(
  accept: string | undefined,
  offers: readonly [Offer, ...Offer[]],
): Offer | undefined {
  if (accept === undefined || accept.trim() === '') return offers[0];
  const wishes = parseAccept(accept);
  const weighed = offers.map((offer) => ({ offer, weight: weightOf(offer, wishes) }));
  const most = Math.max(...weighed.map(({ weight }) => weight));
  return most > 0 ? weighed.find(({ weight }) => weight === most)?.offer : undefined;
}

/** The most specific range that the form lies in says how much it is wanted. */
function weightOf(offer: string, wishes: readonly Wish[]): number {
  const fitting = wishes.filter(({ type }) => precision(type, offer) > 0);
  const [best] = fitting.toSorted((one, other) => precision(other.type, offer) - precision(one.type, offer));
  return best?.q ?? 0;
}

function precision(range: string, offer: string): number {
  const wanted = range.toLowerCase();
  if (wanted === offer) return 3;
  if (wanted === `${offer.split('/')[0] ?? ''}/*`) return 2;
  return wanted === '*/*' ? 1 : 0;
}

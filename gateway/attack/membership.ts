/**
 * Membership inference on rows that anybody may have: whether rows of people who were fitted lie nearer to drawn ones than rows of people who
 * were not.
 *
 * @see Shokri et al. 2017, Membership Inference Attacks; Stadler, Oprisanu, Troncoso 2022, Synthetic Data – Anonymisation Groundhog Day
 */
import type { Visit } from './twin.ts';

/** What of a visit can be compared. */
export type Seen = Omit<Visit, 'person'>;

/**
 * How often a row of a member is nearer to the drawn rows than one of another is, ties counted half: 0.5 is guessing, 1 is knowing.
 */
export function membershipAuc(
  drawn: readonly Seen[],
  { members, others }: { readonly members: readonly Seen[]; readonly others: readonly Seen[] },
): number {
  const near = (rows: readonly Seen[]): readonly number[] => rows.map((row) => nearest(row, drawn));
  const [inside, outside] = [near(members), near(others)];
  const wins = inside.reduce((sum, one) => sum + outside.reduce((won, other) => won + beats(one, other), 0), 0);
  return wins / (inside.length * outside.length);
}

function beats(one: number, other: number): number {
  return one === other ? 0.5 : Number(one < other);
}

function nearest(row: Seen, drawn: readonly Seen[]): number {
  return drawn.reduce((least, other) => Math.min(least, distance(row, other)), Number.POSITIVE_INFINITY);
}

/** Gower's: codes differ or not, numbers by their part of the range that the twin has. */
function distance(a: Seen, b: Seen): number {
  const codes = Number(a.district !== b.district) + Number(a.sector !== b.sector) + Number(a.diagnosis !== b.diagnosis);
  const days = Math.abs(Date.parse(a.day) - Date.parse(b.day)) / (180 * 86_400_000);
  return codes + days + Math.abs(a.cost - b.cost) / 2_000;
}

/** The simplest membership attack: who has a drawn row close by was fitted. ½ is what guessing gets. */
import { aucOf } from '../auc.ts';
import type { Estimate } from '../schema.ts';
import { firstPoints, type TargetPoints } from './closest.ts';
import { limits } from './limits.ts';
import { nearestRows, sortPoints } from './nearest.ts';
import type { Points } from './points.ts';
import { estimateOf } from './risk.ts';

/** P(a member is nearer to its closest drawn row than a stranger), ties half. */
export function membershipOf({ members, strangers, drawn }: TargetPoints): Estimate {
  const among = sortPoints(drawn);
  const closeness = (points: Points): Float64Array =>
    Float64Array.from(nearestRows(firstPoints(points, limits.targets), among, 1).distances, (distance) => -distance);
  const { value, error } = aucOf(closeness(members), closeness(strangers));
  return estimateOf(value, error);
}

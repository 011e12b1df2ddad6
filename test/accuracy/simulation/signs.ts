/** What attacks found, in one form. */
import { isOffHalf, succeeds } from '#synth/report/privacy/verdict.ts';
import type { PrivacyReport } from '#synth/report/schema.ts';
import type { Attacks } from './measured-file.ts';

type Sign = Attacks['attacks'][number];

/** All attacks in one form: what they reach with its interval, what guessing reaches, and whether they see who was fitted. */
export function signsOf({ closest, membership, attacks }: PrivacyReport): readonly Sign[] {
  const half = [
    { attack: 'membership, by the distance to the closest drawn row (AUC)', estimate: membership },
    { attack: 'drawn rows nearer to a fitted row than to a held out one (share)', estimate: closest.share },
  ].map(({ attack, estimate }): Sign => ({ attack, chance: 0.5, found: [{ ...estimate, sees: isOffHalf(estimate) }] }));
  const risks = attacks.map((attack): Sign => {
    const name = attack.secret === null ? attack.name : `${attack.name} of ${attack.secret}`;
    return { attack: `${name} (risk)`, chance: 0, found: [{ ...attack.risk, sees: succeeds(attack) }] };
  });
  return [...half, ...risks];
}

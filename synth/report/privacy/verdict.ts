/** Whether a report shows that its model knows who was fitted. */
import type { Attack, Estimate, SimulationReport } from '../schema.ts';

export interface Sign {
  readonly table: string;
  readonly attack: string;
}

/** Whether any attack on any table is above chance. `false` is no proof of privacy: that is what ε and δ are for. */
export function seesMembers(report: Pick<SimulationReport, 'tables'>): boolean {
  return signsOfMembers(report).length > 0;
}

/**
 * Which attacks are above chance: a risk whose interval is above 0, of an attack that beats guessing; a share of nearer rows or a
 * membership AUC whose interval is off ½, on either side, since an attacker may turn a score around.
 */
export function signsOfMembers({ tables }: Pick<SimulationReport, 'tables'>): readonly Sign[] {
  return tables.flatMap(({ table, privacy }) => {
    if (!privacy) return [];
    const found = [
      ...(isOffHalf(privacy.closest.share) ? ['distance to the closest row'] : []),
      ...(isOffHalf(privacy.membership) ? ['membership'] : []),
      ...privacy.attacks.filter(succeeds).map(({ name, secret }) => (secret === null ? name : `${name} of ${secret}`)),
    ];
    return found.map((attack) => ({ table, attack }));
  });
}

export function isOffHalf({ lower, upper }: Estimate): boolean {
  return lower > 0.5 || upper < 0.5;
}

export function succeeds({ risk, void: isVoid }: Attack): boolean {
  return !isVoid && risk.lower > 0;
}

/** What this machine is fit for: versions, tiers, and the tier that programs would run in. */
import type { IsolationTier } from '#policies/isolation.ts';
import { readVersions, type VersionReport } from '../versions.ts';
import { describeTiers, type TierReport } from './examine.ts';
import type { SelfTestPlace } from './self-test.ts';

export interface MachineReport {
  readonly versions: readonly VersionReport[];
  /** The best first. */
  readonly tiers: readonly TierReport[];
  /** Undefined where programs cannot run. */
  readonly runsIn?: IsolationTier;
}

export async function describeMachine(place: SelfTestPlace): Promise<MachineReport> {
  const versions = readVersions();
  const tiers = await describeTiers(place);
  const best = versions.every(({ enough }) => enough) ? tiers.find(({ holds }) => holds) : undefined;
  return { versions, tiers, ...(best && { runsIn: best.tier }) };
}

/** Which tiers this machine has, and which of them hold. Each is tried once in the life of a process. */
import type { IsolationTier } from '#policies/isolation.ts';
import { bwrap } from './bwrap.ts';
import type { Confinement } from './confinement.ts';
import { plain } from './plain.ts';
import { claims, probes } from './probes.ts';
import { runsc } from './runsc.ts';
import { selfTest, type Finding, type SelfTestPlace } from './self-test.ts';
import { findProgram } from './system-programs.ts';
import { unshare } from './unshare.ts';

/** The best first. */
export const confinements: readonly Confinement[] = [runsc, bwrap, unshare, plain];

/** A finding, with what it means for the tier. */
export interface TierFinding extends Finding {
  readonly attempt: string;
  /** The tier promises to stop it. */
  readonly claimed: boolean;
}

export interface TierReport {
  readonly tier: IsolationTier;
  readonly name: string;
  /** Programs may run in it: it was tried, and everything that it claims is so. */
  readonly holds: boolean;
  readonly findings: readonly TierFinding[];
  /** Why it could not be tried, and what would help. */
  readonly problem?: string;
  readonly remedy?: string;
}

const reports = new Map<IsolationTier, Promise<TierReport>>();

export async function examine(confinement: Confinement, place: SelfTestPlace): Promise<TierReport> {
  const before = reports.get(confinement.tier);
  if (before) return before;
  const report = tryTwice(confinement, place);
  reports.set(confinement.tier, report);
  return report;
}

/** Every tier, the best first, one after the other: they would slow each other down. */
export async function describeTiers(place: SelfTestPlace): Promise<readonly TierReport[]> {
  const all: TierReport[] = [];
  for (const confinement of confinements) all.push(await examine(confinement, place));
  return all;
}

/** @throws Error when none holds, or not the one asked for */
export async function bestConfinement(place: SelfTestPlace, only?: IsolationTier): Promise<Confinement> {
  for (const confinement of confinements) {
    if (only !== undefined && confinement.tier !== only) continue;
    const { holds } = await examine(confinement, place);
    if (holds) return confinement;
  }
  throw new Error(
    `Cannot run programs: ${only ?? 'no isolation tier'} does not hold on this machine; see sluice doctor`,
  );
}

/** A machine may be too busy once; what is found here stands for the life of the process. */
async function tryTwice(confinement: Confinement, place: SelfTestPlace): Promise<TierReport> {
  const first = await tryOut(confinement, place);
  return first.holds ? first : tryOut(confinement, place);
}

async function tryOut(confinement: Confinement, place: SelfTestPlace): Promise<TierReport> {
  const { tier, name, remedy } = confinement;
  const report = { tier, name, ...(remedy !== undefined && { remedy }) };
  const missing = confinement.programs.filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) return { ...report, holds: false, findings: [], problem: `${missing.join(', ')} not found` };
  try {
    const findings = await selfTest(confinement, place);
    const explained = findings.map((finding) => {
      const { probe } = finding;
      return { ...finding, attempt: probes[probe], claimed: claims[tier].includes(probe) };
    });
    return { ...report, holds: holds(tier, findings), findings: explained };
  } catch (error) {
    return {
      ...report,
      holds: false,
      findings: [],
      problem: error instanceof Error ? error.message : 'it did not start',
    };
  }
}

/** Everything claimed was tried, and stopped. */
export function holds(tier: IsolationTier, findings: readonly Finding[]): boolean {
  const stopped = new Set(findings.filter((finding) => finding.stopped).map(({ probe }) => probe));
  return claims[tier].every((probe) => stopped.has(probe));
}

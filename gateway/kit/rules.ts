/** The rules by which texts are judged, as one value: two who have equal hashes give equal verdicts on equal rows. */
import { riskProfile, type ProfileName } from '#policies/disclosure/profile.ts';
import { defaultGroupsPerUnit, defaultRowsPerGroup, statedDelta } from '#policies/privacy/settings.ts';
import { functions } from '#policies/query/functions.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { rules as refusals } from '#policies/refusal.ts';
import { versions } from '../versions.ts';

const names: readonly ProfileName[] = ['open', 'standard', 'sensitive'];

/** What of a profile anybody may know: dominance parameters are never shown to vendors. @see disclosure.md §2.1 */
export function rulesInForce() {
  const { sluice, profile } = versions;
  const rules = {
    versions: { sluice, profile },
    profiles: Object.fromEntries(names.map((name) => [name, { minUnits: riskProfile(name).minUnits }])),
    private: { delta: statedDelta, groupsPerUnit: defaultGroupsPerUnit, rowsPerGroup: defaultRowsPerGroup },
    functions: Object.keys(functions).toSorted(),
    refusals: Object.keys(refusals).toSorted(),
  };
  return { ...rules, hash: contentHash({ ...rules, thresholds: names.map(riskProfile) }) };
}

/** The jurisdiction profiles by name. @see procedure.md §8 */
import { guangdong } from './guangdong.ts';
import { guangzhou } from './guangzhou.ts';
import { guiyang } from './guiyang.ts';
import type { Profile, ProfileId } from './profile.ts';
import { shanghai } from './shanghai.ts';

export const profiles: Readonly<Record<ProfileId, Profile>> = { guangzhou, guangdong, shanghai, guiyang };

/** How a decision names the profile it was made under. */
export function profileVersion({ id, version }: Profile): string {
  return `${id}/${version}`;
}

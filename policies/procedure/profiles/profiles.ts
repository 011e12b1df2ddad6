/** The jurisdiction profiles by name. @see procedure.md §8 */
import { guangzhou } from './guangzhou.ts';
import type { Profile, ProfileId } from './profile.ts';

export const profiles: Readonly<Record<ProfileId, Profile>> = {
  guangzhou,
  guangdong: { ...guangzhou, id: 'guangdong' },
  shanghai: { ...guangzhou, id: 'shanghai' },
  guiyang: { ...guangzhou, id: 'guiyang' },
};

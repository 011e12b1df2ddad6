/** How the body that acts in a role is called in a place. */
import type { Title } from '../../catalog/entry.ts';
import { roleTitles, type Role } from '../roles.ts';
import type { Profile } from './profile.ts';

/** As the place's text calls it; by its role, where the text names nobody. @see SH-04-1 (001-4) */
export function officeOf({ offices }: Pick<Profile, 'offices'>, role: Role): Title {
  return offices?.[role]?.value ?? roleTitles[role];
}

/** A year that was confirmed again takes the place of what stood before. @see DC-17 */
import type { Effects } from '../consequences.ts';

export const calendarEffects: Effects = {
  'calendarYear.confirmed': ({ id, lookup }) => {
    const year = lookup.get('calendarYear', id)?.year;
    return lookup
      .all('calendarYear')
      .filter((other) => other.id !== id && other.state === 'confirmed' && other.year === year)
      .map((other) => ({ life: 'calendarYear', id: other.id, command: { type: 'supersede' } }));
  },
};

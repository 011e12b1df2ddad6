/** All requirements of levels 1 and 2 of OWASP ASVS 5.0.0, in its order. @see https://github.com/OWASP/ASVS/tree/v5.0.0 */
import type { Item } from './item.ts';
import { elsewhereItems } from './items/elsewhere.ts';
import { inputItems } from './items/input.ts';
import { machineItems } from './items/machine.ts';
import { peopleItems } from './items/people.ts';
import { webItems } from './items/web.ts';

export const items: readonly Item[] = [
  ...inputItems,
  ...webItems,
  ...peopleItems,
  ...elsewhereItems,
  ...machineItems,
].toSorted((one, other) => orderOf(one) - orderOf(other));

function orderOf({ id }: Item): number {
  const [chapter = 0, section = 0, number = 0] = id.split('.').map(Number);
  return chapter * 10_000 + section * 100 + number;
}

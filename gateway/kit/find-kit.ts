/** The kit that belongs to a folder: in it, in its folder `kit`, or in those of the folders above. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kitFile } from './names.ts';

export function findKit(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = [folder, join(folder, 'kit')].find((one) => existsSync(join(one, kitFile)));
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

/** `sluice fit report`: what the owner of the data may see of a fit: how far it is, and how near and how private the model came. */
import { showFit } from '#sandbox/door.ts';
import { domainOf } from '../open-office.ts';
import type { Arguments } from './args.ts';

/** For the installation's own machine, open or not: it reads the domain's folder, which only its owner can. */
export async function fit({ words: [id = ''], options: { dir, out } }: Arguments): Promise<number> {
  return showFit(domainOf(dir), id, out);
}

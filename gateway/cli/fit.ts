/** `sluice fit report`: what the owner of the data may see of a fit: how far it is, and how near and how private the model came. */
import { resolve } from 'node:path';
import { showFit } from '#sandbox/door.ts';
import { domainOf } from '../open-office.ts';
import type { Arguments } from './args.ts';

/** For the installation's own machine, open or not: it reads the domain's folder, which only its owner can. */
export async function fit({ words: [verb, id, ...others], options }: Arguments): Promise<number> {
  if (verb !== 'report' || id === undefined || others.length > 0) {
    console.error('Cannot show a fit: must be sluice fit report <fit> [--out report.html]');
    return 2;
  }
  return showFit(domainOf(options.dir), id, options.out === undefined ? undefined : resolve(options.out));
}

/**
 * The first script of every isolate: makes the realm safe, then runs the program against arrays that it cannot reach. Nothing here calls the
 * host; results go into shared memory, and errors are never bound outside simulation data.
 *
 * @see programs.md §D.3
 */
import { callMain, callPublic } from './call.ts';
import { guard } from './guard.ts';
import { openJournal } from './journal.ts';
import { mapUnits } from './map.ts';
import type { Start } from './start.ts';

/**
 * @param text what to do, as JSON
 * @param words memory for what the program says, over simulation data only
 * @returns what runs a span of units in mode `map`, nothing for a call
 */
export function start(
  text: string,
  bundle: string,
  words: ArrayBufferLike | undefined,
  ...buffers: readonly ArrayBufferLike[]
): unknown {
  const setup = JSON.parse(text) as Start;
  const { store } = Atomics;
  const journal = openJournal(words);
  const compile = guard(bundle, journal, setup.call === 'map');
  const [data, hidden] = buffers;
  if (setup.call === 'map') return mapUnits({ setup, journal, compile, buffers, store });
  if (setup.call === 'main') return callMain({ setup, journal, compile, data, hidden });
  return callPublic({ setup, journal, compile, data, hidden });
}

/** Work of several processes that answers at a tick: all of them end there, whatever they do. */
import type { Outcome } from '#policies/refusal.ts';
import { atTick, type Ticked } from './tick.ts';

type OnStart = (kill: () => void) => void;

/** @param onStart is told of each process too */
export interface Timed extends Pick<Ticked<unknown>, 'window' | 'onFailure'> {
  readonly onStart: OnStart;
}

/** Tells `work` whom to tell of each process that it starts; at the tick those are killed, and whatever starts later has nobody to work for. */
export function processesUntilTick<T>(
  { onStart, ...timed }: Timed,
  work: (onStart: OnStart) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const kills: (() => void)[] = [];
  let isOver = false;
  const started: OnStart = (kill) => {
    kills.push(kill);
    onStart(kill);
    if (isOver) kill();
  };
  const onLate = (): void => {
    isOver = true;
    kills.forEach((kill) => kill());
  };
  return atTick({ ...timed, work: () => work(started), onLate });
}

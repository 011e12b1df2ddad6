/** The workers of one run, so that all of them end at its tick. */

export interface Kills {
  /** To be told of each worker as it starts. */
  readonly onStart: (kill: () => void) => void;
  /** Kills those that were started, and whatever starts from now on: it has nobody to work for. */
  readonly endAll: () => void;
}

/** @param onStart is told of each worker too */
export function collectKills(onStart: (kill: () => void) => void): Kills {
  const kills: (() => void)[] = [];
  let isOver = false;
  return {
    onStart: (kill) => {
      kills.push(kill);
      onStart(kill);
      if (isOver) kill();
    },
    endAll: () => {
      isOver = true;
      kills.forEach((kill) => kill());
    },
  };
}

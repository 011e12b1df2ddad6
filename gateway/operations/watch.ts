/** What watches over a running installation, put together: the journal, the meters, the health of it. */
import type { Watch } from '../app.ts';
import type { Office } from '../office.ts';
import { healthRoutes } from './health.ts';
import { faultLine, openJournal, requestLines } from './journal.ts';
import { openMeters } from './meters.ts';

export interface Watching {
  readonly logLevel: string;
  readonly metricsToken: string | undefined;
  /** Where lines go; standard output where not given. */
  readonly write?: (line: string) => void;
}

export interface Watcher {
  /** For the office: what went wrong behind the answers. */
  readonly onError: (error: unknown) => void;
  readonly over: (office: Office) => Watch;
  /** From now on it is not ready for anything new. */
  readonly end: () => void;
}

export function openWatcher({ logLevel, metricsToken, write }: Watching): Watcher {
  const journal = openJournal(logLevel, write);
  let [faults, isEnding] = [0, false];
  return {
    onError(error) {
      faults++;
      journal.error(faultLine(error), 'fault');
    },
    over(office) {
      const meters = openMeters(office, () => faults);
      const health = healthRoutes({ office, meters, metricsToken, isEnding: () => isEnding });
      return { around: [meters.count, requestLines(journal)], health };
    },
    end() {
      isEnding = true;
      journal.info({}, 'ending');
    },
  };
}

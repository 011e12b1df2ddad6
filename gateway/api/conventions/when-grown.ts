/** Waiting for the record to grow: one look for all who wait, for another gateway may have written, who tells nobody. */
import type { Reader } from '../../record/reader.ts';

const lookEveryMs = 250;

interface Watching {
  size: number;
  readonly waiting: Set<() => void>;
  timer: NodeJS.Timeout | undefined;
}

const records = new WeakMap<Reader, Watching>();

export interface Growth {
  /** @returns true when the record has grown since the last call, as soon as it has; false after `ms` */
  readonly next: (ms: number) => Promise<boolean>;
  /** Also lets go of who waits. */
  readonly end: () => void;
}

export function whenGrown(read: Reader): Growth {
  const watching = records.get(read) ?? { size: read.size(), waiting: new Set(), timer: undefined };
  records.set(read, watching);
  let isNew = false;
  let wake: (() => void) | undefined;
  const grown = () => {
    isNew = true;
    wake?.();
  };
  watching.waiting.add(grown);
  watching.timer ??= setInterval(() => look(read, watching), lookEveryMs).unref();
  return {
    async next(ms) {
      if (!isNew) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const late = setTimeout(resolve, ms);
        late.unref();
        wake = resolve;
        await promise;
        clearTimeout(late);
        wake = undefined;
      }
      const was = isNew;
      isNew = false;
      return was;
    },
    end() {
      wake?.();
      watching.waiting.delete(grown);
      if (watching.waiting.size > 0) return;
      clearInterval(watching.timer);
      watching.timer = undefined;
    },
  };
}

/** A record that is closed grows no more; those who wait find that out themselves. */
function look(read: Reader, watching: Watching): void {
  const size = sizeOf(read);
  if (size === watching.size) return;
  watching.size = size;
  for (const grown of watching.waiting) grown();
}

function sizeOf(read: Reader): number {
  try {
    return read.size();
  } catch {
    return -1;
  }
}

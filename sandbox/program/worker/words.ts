/** What a program says over simulation data, from the memory into which its realm writes it to a frame. In a real run there is none of this. */
import { maxConsole, maxError, say, wordsHeadBytes } from './frames.ts';
import type { Realm } from './isolates.ts';
import type { Worker } from './job.ts';

export interface Words {
  readonly console: string;
  readonly error: string;
  /** Units that threw; a single call says it by its answer. */
  readonly failed: number;
  readonly heapBytes: number;
}

export interface OpenWords {
  readonly memory: SharedArrayBuffer;
  begin(question: number): { finish(realm: Realm): Promise<void> };
}

/** A call that hangs is killed with its isolate; what it said is sent before. */
const everyMillis = 40;

export function openWords({ setup, answer }: Worker): OpenWords | undefined {
  if (!setup.debug) return undefined;
  const memory = new SharedArrayBuffer(wordsHeadBytes + 2 * (maxConsole + maxError));
  // The realm counts on while this is read, so the count is never set back: it would lose some, or count them twice.
  let told = 0;
  const begin = (question: number) => {
    const send = (heapBytes: number): void => {
      const { failed, ...said } = readWords(memory);
      const words: Words = { ...said, failed: failed - told, heapBytes };
      told = failed;
      if (words.console + words.error === '' && words.failed + heapBytes === 0) return;
      answer(say.words, question, Buffer.from(JSON.stringify(words), 'utf8'));
    };
    const timer = setInterval(() => send(0), everyMillis);
    return {
      finish: async ({ isolate }: Realm) => {
        clearInterval(timer);
        const heap = await isolate.getHeapStatistics().catch(() => undefined);
        send(heap ? heap.used_heap_size + heap.externally_allocated_size : 0);
      },
    };
  };
  return { memory, begin };
}

/** Reads and forgets: what comes later begins with an empty page. Only `failed` counts from the beginning. */
function readWords(memory: SharedArrayBuffer): Omit<Words, 'heapBytes'> {
  const counts = new Int32Array(memory, 0, 3);
  const [said, wrong, failed] = [counts[0] ?? 0, counts[1] ?? 0, counts[2] ?? 0];
  counts.fill(0, 0, 2);
  const text = (at: number, length: number): string =>
    Buffer.copyBytesFrom(new Uint8Array(memory, at, length * 2)).toString('utf16le');
  return {
    console: text(wordsHeadBytes, Math.min(said, maxConsole)),
    error: text(wordsHeadBytes + maxConsole * 2, Math.min(wrong, maxError)),
    failed,
  };
}

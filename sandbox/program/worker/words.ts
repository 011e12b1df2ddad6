/** What a program says over simulation data, from the memory into which its realm writes it to a frame. In a real run there is none of this. */
import { maxConsole, maxError, say } from './frames.ts';
import type { Realm } from './isolates.ts';
import type { Worker } from './run.ts';

export interface Words {
  readonly console: string;
  readonly error: string;
  readonly heapBytes: number;
  /** Of the call; in mode `map`, of the span of units. */
  readonly millis: number;
}

export interface OpenWords {
  readonly memory: SharedArrayBuffer;
  begin(question: number): { finish(realm: Realm): Promise<void> };
}

/** A call that is late has its words sent before the supervisor ends it. */
const lateWords = 50;

export function openWords({ setup, answer }: Worker): OpenWords | undefined {
  if (!setup.debug) return undefined;
  const memory = new SharedArrayBuffer(8 + 2 * (maxConsole + maxError));
  const begin = (question: number) => {
    const started = performance.now();
    const send = (heapBytes: number): void => {
      const words: Words = { ...readWords(memory), heapBytes, millis: performance.now() - started };
      answer(say.words, question, Buffer.from(JSON.stringify(words), 'utf8'));
    };
    const late = setTimeout(() => send(0), setup.callMillis + lateWords);
    return {
      finish: async ({ isolate }: Realm) => {
        clearTimeout(late);
        const heap = await isolate.getHeapStatistics().catch(() => undefined);
        send(heap ? heap.used_heap_size + heap.externally_allocated_size : 0);
      },
    };
  };
  return { memory, begin };
}

/** Reads and forgets: what comes later begins with an empty page. */
function readWords(memory: SharedArrayBuffer): Pick<Words, 'console' | 'error'> {
  const lengths = new Int32Array(memory, 0, 2);
  const [said, failed] = [lengths[0] ?? 0, lengths[1] ?? 0];
  lengths.fill(0);
  const text = (at: number, length: number): string =>
    Buffer.copyBytesFrom(new Uint8Array(memory, at, length * 2)).toString('utf16le');
  return { console: text(8, Math.min(said, maxConsole)), error: text(8 + maxConsole * 2, Math.min(failed, maxError)) };
}

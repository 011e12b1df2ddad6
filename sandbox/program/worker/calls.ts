/** Single calls: a fresh isolate for each, ended before its numbers are read. */
import { partKinds, say } from './frames.ts';
import { beginIn, openIsolates, type Begin } from './isolates.ts';
import type { Received } from './receive.ts';
import { rowsOf, type Rows } from './rows.ts';
import type { Worker } from './job.ts';
import { layoutLength, type CallSetup } from './setup.ts';
import { openWords } from './words.ts';

export function openCalls(worker: Worker, { layout, calls, memoryMb, callMillis }: CallSetup) {
  const { setup } = worker;
  const { parameters, seed, debug, columns } = setup;
  const isolates = openIsolates(worker.vm, { memoryMb, most: calls });
  // While the rows are still on their way.
  isolates.prepare();
  const length = layoutLength(layout);
  const call = (frame: Received, begin: Pick<Begin, 'start' | 'moved'>): Promise<void> =>
    callIn({ worker, isolates, length, callMillis }, frame.question, begin);
  return {
    part: (frame: Received, rows: Rows | undefined): Promise<void> => {
      const [kind = 0, segment = 0] = new Uint32Array(frame.body);
      if (!rows || partKinds[kind] === undefined) throw new Error('Cannot call: no rows');
      const { count, memory } = rowsOf(rows, kind, segment);
      return call(frame, {
        start: { call: 'main', columns, rows: count, seed, layout, parameters, debug },
        moved: memory,
      });
    },
    compute: (frame: Received): Promise<void> => {
      const [kind = 0, iteration = 0, state = 0, sums = 0] = new Uint32Array(frame.body, 0, 4);
      return call(frame, {
        start: { call: kind === 0 ? 'update' : 'finish', state, sums, iteration, layout, parameters, debug },
        moved: (frame.body as ArrayBuffer).slice(16),
      });
    },
  };
}

interface Place {
  readonly worker: Worker;
  readonly isolates: ReturnType<typeof openIsolates>;
  readonly length: number;
  readonly callMillis: number;
}

/** The answer has the same size whether the call succeeded or not. */
async function callIn(
  { worker, isolates, length, callMillis }: Place,
  question: number,
  begin: Pick<Begin, 'start' | 'moved'>,
): Promise<void> {
  const { vm, setup, answer } = worker;
  const realm = await isolates.take();
  const hidden = new SharedArrayBuffer(8 + length * 8);
  const words = openWords(worker);
  const sending = words?.begin(question);
  const started = performance.now();
  const ended = beginIn(
    { vm, realm },
    { ...begin, bundle: setup.bundle, words: words?.memory, shared: [hidden] },
    { timeout: callMillis },
  );
  isolates.prepare();
  // What came back or was thrown is not looked at: all that counts is in our own memory.
  await ended.catch(() => undefined);
  const millis = performance.now() - started;
  await sending?.finish(realm);
  if (!realm.isolate.isDisposed) realm.isolate.dispose();
  if (millis > callMillis) new Float64Array(hidden).fill(0);
  answer(say.result, question, Buffer.copyBytesFrom(new Uint8Array(hidden)));
}

/**
 * One pass over units: an isolate with all rows in shared memory runs spans of them, while this thread sends finished vectors on. Whether a
 * unit is late is for the supervisor to say.
 *
 * @see programs.md §D.3(6), §D.5
 */
import type ivm from 'isolated-vm';
import { signMillis } from '#policies/program/call-time.ts';
import { passHeadBytes, say, spanUnits } from './frames.ts';
import { beginIn, openIsolates, type Realm } from './isolates.ts';
import type { Received } from './receive.ts';
import type { Rows } from './rows.ts';
import type { Worker } from './job.ts';
import { openSender, vectorsBy } from './sender.ts';
import { openWords } from './words.ts';

export interface Pass extends Disposable {
  span(frame: Received): Promise<void>;
}

type RunSpan = ivm.Reference<(from: number, to: number) => void>;

export async function openPass(worker: Worker, { question, body }: Received, rows: Rows | undefined): Promise<Pass> {
  if (!rows) throw new Error('Cannot begin a pass: no rows');
  const { vm, setup, answer } = worker;
  const [length = 0, , memoryMb = 0] = new Uint32Array(body, 0, 4);
  const [vectors, done] = [new SharedArrayBuffer(spanUnits(length) * length * 8), new SharedArrayBuffer(8)];
  const { columns, parameters, debug, callMillis, bundle } = setup;
  const words = openWords(worker);
  const realm = await openIsolates(vm, { memoryMb, most: 1 }).take();
  const places = { offsets: rows.offsets.byteOffset, units: rows.offsets.length, numbers: rows.numbers.byteOffset };
  const start = { call: 'map', columns, parameters, debug, length, places, state: passHeadBytes } as const;
  const shared = [rows.memory, body, vectors, done] as readonly SharedArrayBuffer[];
  const run = (await beginIn(
    { vm, realm },
    { start, bundle, words: words?.memory, shared },
    { result: { reference: true } },
  )) as RunSpan;
  answer(say.ready, question);
  const source = { vectors: new Uint8Array(vectors), bytes: length * 8, done: new Int32Array(done) };
  return {
    span: async (asked) => {
      const [from = 0, to = 0] = new Uint32Array(asked.body);
      const sender = openSender(source, signMillis(callMillis), vectorsBy(answer, asked.question));
      const sending = words?.begin(asked.question);
      // What came back or was thrown is not looked at: all that counts is in our own memory.
      await run.apply(undefined, [from, to]).catch(() => undefined);
      const finished = sender.finish();
      await sending?.finish(realm);
      answer(finished === to - from ? say.idle : say.fault, asked.question);
    },
    [Symbol.dispose]: () => end(realm),
  };
}

function end({ isolate }: Realm): void {
  if (!isolate.isDisposed) isolate.dispose();
}

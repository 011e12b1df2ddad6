/** Sends the vectors of finished units on, a few milliseconds' worth at a time; without any, it shows that this process lives. */
import { say } from './frames.ts';
import type { Answer } from './job.ts';

export interface Source {
  /** In the order of the span's units. */
  readonly vectors: Uint8Array;
  /** Bytes of one vector. */
  readonly bytes: number;
  /** How many units of the span are finished: written by the isolate. */
  readonly done: Int32Array;
}

export interface Sender {
  /** Sends what is left. @returns how many units were finished in all */
  finish(): number;
}

export function openSender(
  { vectors, bytes, done }: Source,
  everyMillis: number,
  send: (body: Uint8Array) => void,
): Sender {
  Atomics.store(done, 0, 0);
  let sent = 0;
  const flush = (): void => {
    const finished = Atomics.load(done, 0);
    const body = new Uint8Array(8 + (finished - sent) * bytes);
    new Uint32Array(body.buffer)[0] = finished - sent;
    body.set(vectors.subarray(sent * bytes, finished * bytes), 8);
    sent = finished;
    send(body);
  };
  const timer = setInterval(flush, everyMillis);
  return {
    finish: () => {
      clearInterval(timer);
      flush();
      return sent;
    },
  };
}

/** @see Sender */
export function vectorsBy(answer: Answer, question: number): (body: Uint8Array) => void {
  return (body) => answer(say.vectors, question, body);
}

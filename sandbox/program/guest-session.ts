/**
 * A worker with one program in it, as the supervisor talks to it. The supervisor alone decides what is late: a worker that does not answer in
 * time, or answers anything else than what was asked, is killed, and nothing of that answer is used.
 *
 * @see programs.md §D.4, findings 2–4
 */
import { decodeHead, encodeHead, headBytes, maxWordsBytes, say } from './worker/frames.ts';
import type { ProgramProcess } from './guest.ts';

/** An answer that is due: its kind, and how long its body may be. */
export interface Due {
  readonly kind: number;
  readonly question: number;
  isLength(length: number): boolean;
}

export interface Answered {
  readonly kind: number;
  readonly body: Buffer;
}

/** Why there is no answer. Whatever it was, the worker is dead. */
export type Silence = 'late' | 'ended' | 'broken';

export interface Session extends Disposable {
  /** Sends one frame. @returns the question's number */
  tell(kind: number, ...body: readonly Uint8Array[]): number;
  /** The next frame, which must be one of those due. */
  hear(due: readonly Due[], millis: number): Promise<Answered | Silence>;
  readonly isAlive: boolean;
  readonly kill: () => void;
}

/** @param onWords gets what the program said; without it such a frame breaks the protocol */
export function openSession(worker: ProgramProcess, onWords: ((json: string) => void) | undefined): Session {
  const { stream } = worker;
  let question = 0;
  let isAlive = true;
  stream.on('error', () => stream.destroy());
  const kill = (): void => {
    isAlive = false;
    worker.kill();
    stream.destroy();
  };
  const fail = (why: Silence): Silence => {
    kill();
    return why;
  };
  const words: Due = { kind: say.words, question: 0, isLength: (length) => length <= maxWordsBytes };
  const hear = async (due: readonly Due[], millis: number): Promise<Answered | Silence> => {
    const reader = openReader(worker, millis);
    using _ = reader;
    for (;;) {
      const head = await reader.read(headBytes);
      if (typeof head === 'string') return fail(head);
      const { kind, question: asked, length } = decodeHead(head);
      const all = onWords ? [...due, words] : due;
      const fits = all.some(
        (one) => one.kind === kind && (one.question === asked || one === words) && one.isLength(length),
      );
      if (!fits) return fail('broken');
      const body = length === 0 ? Buffer.alloc(0) : await reader.read(length);
      if (typeof body === 'string') return fail(body);
      if (kind !== say.words) return { kind, body };
      onWords?.(body.toString('utf8'));
    }
  };
  const tell = (kind: number, ...body: readonly Uint8Array[]): number => {
    question += 1;
    if (!isAlive || stream.destroyed) return question;
    const length = body.reduce((sum, { byteLength }) => sum + byteLength, 0);
    stream.write(encodeHead({ length, kind, question }));
    for (const bytes of body) if (bytes.byteLength > 0) stream.write(bytes);
    return question;
  };
  return {
    tell,
    hear,
    kill,
    get isAlive() {
      return isAlive && !stream.destroyed;
    },
    [Symbol.dispose]: kill,
  };
}

function nothing(): void {}

interface Reader extends Disposable {
  read(bytes: number): Promise<Buffer | Silence>;
}

/** Reads so many bytes and no more until the time is over; what is not asked for waits in the pipe. */
function openReader({ stream }: ProgramProcess, millis: number): Reader {
  let silence: Silence | undefined;
  let wake = nothing;
  const stop = (why: Silence) => (): void => {
    silence ??= why;
    wake();
  };
  // What has come meanwhile is read before the time counts as over: this process may have been busy itself.
  const late = setTimeout(() => setImmediate(stop('late')), millis);
  const listeners = { readable: () => wake(), end: stop('ended'), close: stop('ended') };
  for (const [event, listener] of Object.entries(listeners)) stream.on(event, listener);
  return {
    read: async (bytes) => {
      for (;;) {
        const chunk = stream.read(bytes) as Buffer | null;
        if (chunk?.length === bytes) return chunk;
        if (silence ?? (stream.destroyed || stream.readableEnded)) return silence ?? 'ended';
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    [Symbol.dispose]: () => {
      clearTimeout(late);
      for (const [event, listener] of Object.entries(listeners)) stream.off(event, listener);
    },
  };
}

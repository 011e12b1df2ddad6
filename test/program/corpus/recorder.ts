/** A source of workers that writes down what each of them sent and how it ended, and changes nothing. */
import type { ProcessNeeds, ProcessSource, ProgramProcess } from '#sandbox/program/guest.ts';

export interface Recorder {
  readonly source: ProcessSource;
  /** Everything that all workers sent. */
  sent(): Buffer;
  peakBytes(): number;
  /** Spent on starting workers, which no program can lengthen. */
  startMillis(): number;
  /** Whether a worker is gone by now. Asked before the guest is closed, it tells of a kill. */
  anyGone(): boolean;
}

export function record(source: ProcessSource): Recorder {
  const taken: ProgramProcess[] = [];
  const chunks: Buffer[] = [];
  let startMillis = 0;
  const take = async (needs: ProcessNeeds): Promise<ProgramProcess> => {
    const begun = performance.now();
    const worker = await source.take(needs);
    startMillis += performance.now() - begun;
    taken.push(worker);
    keepWhatArrives(worker, chunks);
    return worker;
  };
  return {
    source: { tier: source.tier, take, [Symbol.asyncDispose]: async () => {} },
    sent: () => Buffer.concat(chunks),
    peakBytes: () => Math.max(0, ...taken.map((worker) => worker.peakBytes())),
    startMillis: () => startMillis,
    anyGone: () => taken.some(({ stream }) => stream.destroyed),
  };
}

/** At the place where the system hands bytes over: a listener would set the stream flowing before its reader is there. */
function keepWhatArrives({ stream }: ProgramProcess, chunks: Buffer[]): void {
  const push = stream.push.bind(stream);
  stream.push = (chunk: Buffer | null): boolean => {
    if (chunk) chunks.push(chunk);
    return push(chunk);
  };
}

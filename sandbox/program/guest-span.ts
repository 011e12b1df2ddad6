/**
 * One span of units in a living worker. Frames with vectors are its progress; the supervisor sees by them, and by its own clock, which unit is
 * late.
 *
 * @see programs.md §D.5
 */
import { firstUnitGraceMillis, signMillis, unitGraceMillis } from '#policies/program/call-time.ts';
import type { Session } from './guest-session.ts';
import { ask, bytesOf, say } from './worker/frames.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
  /** Numbers of a vector. */
  readonly length: number;
  readonly callMillis: number;
  /** Nothing of the program has run in this worker: its functions are still to be compiled. */
  readonly isFirst: boolean;
  /** How long each unit was seen to run, in this pass and those before: its time is for all of them together. */
  readonly seen: Map<number, number>;
}

/** `late`: the first unit that is not finished is. `fault`: the isolate ended in it. `ended`: the worker ended, or froze, or lied. */
export type SpanEnd = 'idle' | 'late' | 'fault' | 'ended';

/** Without any sign of life, beyond the time of a unit. */
const silentMillis = 1_000;

/** @param add gets the vectors as they come, in the order of units */
export async function runSpan(
  session: Session,
  span: Span,
  add: (vectors: Float64Array) => void,
): Promise<{ readonly finished: number; readonly end: SpanEnd }> {
  const { from, to, length, callMillis } = span;
  const question = session.tell(ask.span, bytesOf(Uint32Array.of(from, to)));
  const patience = openPatience(span);
  let finished = 0;
  const isVectors = (bytes: number): boolean => bytes >= 8 && bytes <= 8 + (to - from - finished) * length * 8;
  const due = [
    { kind: say.vectors, question, isLength: isVectors },
    { kind: say.idle, question, isLength: isNothing },
    { kind: say.fault, question, isLength: isNothing },
  ];
  const end = (how: SpanEnd) => {
    if (how !== 'idle') session.kill();
    return { finished, end: how };
  };
  for (;;) {
    const answer = await session.hear(due, callMillis + silentMillis);
    if (typeof answer === 'string') return end('ended');
    if (answer.kind === say.idle) return end(finished === to - from ? 'idle' : 'ended');
    if (answer.kind === say.fault) return end(finished < to - from ? 'fault' : 'ended');
    const vectors = vectorsOf(answer.body, length);
    if (!vectors) return end('ended');
    add(vectors);
    finished += vectors.length / length;
    if (patience.isOver(vectors.length / length)) return end('late');
  }
}

function isNothing(bytes: number): boolean {
  return bytes === 0;
}

/** The frame says how many there are, and must have just so many. */
function vectorsOf(body: Buffer, length: number): Float64Array | undefined {
  const count = body.readUInt32LE(0);
  if (body.length !== 8 + count * length * 8) return undefined;
  const copy = new Float64Array(count * length);
  bytesOf(copy).set(body.subarray(8));
  return copy;
}

/** Both the clock and the number of signs must say so: after a pause of the supervisor's own, many signs wait in the pipe. */
function openPatience({ from, callMillis, isFirst, seen }: Span) {
  const sign = 2 * signMillis(callMillis);
  let unit = from;
  let since = performance.now();
  let signs = 0;
  let grace = isFirst ? firstUnitGraceMillis : unitGraceMillis;
  return {
    isOver: (moved: number): boolean => {
      const ran = Math.min(performance.now() - since, signs * sign);
      if (moved > 0) {
        if (signs > 0) seen.set(unit, (seen.get(unit) ?? 0) + ran);
        unit += moved;
        [since, signs, grace] = [performance.now(), 0, unitGraceMillis];
        return false;
      }
      signs += 1;
      const allowed = callMillis + grace - (seen.get(unit) ?? 0);
      return performance.now() - since >= allowed && signs * sign >= allowed;
    },
  };
}

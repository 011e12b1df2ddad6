/**
 * Calls of `main`, one for each part, and of `update` and `finish`. All are made: one that is late is killed, and the rest goes on in a fresh
 * worker.
 *
 * @see programs.md §D.4, §D.5
 */
import { graceMillis, publicMillis } from '#policies/program/call-time.ts';
import type { Guest, GuestProgram, Layout, Part } from './guest.ts';
import type { Gathering } from './guest-report.ts';
import type { Answered, Session, Silence } from './guest-session.ts';
import { bytesOfRows, type Workers } from './guest-workers.ts';
import { ask, bytesOf, partKinds, say } from './worker/frames.ts';
import { layoutLength, type CallSetup } from './worker/setup.ts';

export interface CallsOptions {
  readonly program: GuestProgram;
  readonly workers: Workers;
  readonly gathering: Gathering;
}

type Numbers = Float64Array | undefined;

const mebibyte = 1_048_576;
/** To copy the rows of a call that sees more than one segment, for each mebibyte. */
const copyMillis = 4;
/** Parts that a worker knows in advance, so that it never waits. */
const ahead = 2;

export function evaluateParts({ program, workers, gathering }: CallsOptions): Guest['evaluate'] {
  return async (rows, parts, layout) => {
    const made: Numbers[] = [];
    while (made.length < parts.length) {
      const session = await workers.session(rows);
      const memoryMb = program.memoryMb + Math.ceil(bytesOfRows(rows) / mebibyte) + 1;
      const { callMillis } = program;
      const call: CallSetup = { layout, calls: parts.length - made.length, memoryMb, callMillis };
      session.tell(ask.layout, Buffer.from(JSON.stringify(call), 'utf8'));
      const copying = copyMillis * Math.ceil(bytesOfRows(rows) / mebibyte);
      const asked: number[] = [];
      const first = made.length;
      while (session.isAlive && made.length < parts.length) {
        while (asked.length < ahead + made.length - first && first + asked.length < parts.length)
          asked.push(tellPart(session, parts[first + asked.length] as Part));
        const question = asked[made.length - first] ?? 0;
        const millis = callMillis + graceMillis + (parts[made.length]?.kind === 'only' ? 0 : copying);
        made.push(await numbersOf({ session, question, layout, millis, gathering }));
      }
    }
    return made;
  };
}

function tellPart(session: Session, part: Part): number {
  const segment = part.kind === 'all' ? 0 : part.segment;
  return session.tell(ask.part, bytesOf(Uint32Array.of(partKinds.indexOf(part.kind), segment)));
}

export function computePublic({ program, workers, gathering }: CallsOptions): Guest['compute'] {
  return async (call, { state, sums, iteration }, layout) => {
    const session = await workers.session();
    const callMillis = Math.max(program.callMillis, publicMillis);
    const setup: CallSetup = { layout, calls: 1, memoryMb: program.memoryMb, callMillis };
    session.tell(ask.layout, Buffer.from(JSON.stringify(setup), 'utf8'));
    const head = Uint32Array.of(call === 'update' ? 0 : 1, iteration, state.length, sums.length);
    const question = session.tell(ask.compute, bytesOf(head), bytesOf(state), bytesOf(sums));
    const millis = callMillis + graceMillis;
    return numbersOf({ session, question, layout, millis, gathering });
  };
}

interface Awaited {
  readonly session: Session;
  readonly question: number;
  readonly layout: Layout;
  readonly millis: number;
  readonly gathering: Gathering;
}

/** The numbers of one call, or undefined where there are none. */
async function numbersOf({ session, question, layout, millis, gathering }: Awaited): Promise<Numbers> {
  const began = performance.now();
  const size = 8 + layoutLength(layout) * 8;
  const answer = await session.hear([{ kind: say.result, question, isLength: (length) => length === size }], millis);
  const numbers = typeof answer === 'string' ? undefined : read(answer, layoutLength(layout));
  const why = reasons[typeof answer === 'string' ? answer : 'answered'];
  gathering.count({ failed: numbers === undefined, millis: performance.now() - began, why });
  return numbers;
}

/** For the vendor, over simulation data. */
const reasons: Record<Silence | 'answered', string> = {
  // Where the program threw, the worker has told what.
  answered: 'the call was stopped: it took longer than it may, or too much memory',
  late: 'the call took longer than it may, and was stopped',
  ended: 'the worker was stopped: too much memory, or the engine gave up',
  broken: 'the worker was stopped: it answered what was not asked',
};

/** One NaN and one zero: a program can hide bits in the others. @see programs.md §A.4 NaN payload */
function read({ body }: Answered, length: number): Numbers {
  if (body.readDoubleLE(0) !== 1) return undefined;
  const numbers = new Float64Array(length);
  for (let at = 0; at < length; at++) {
    const number = body.readDoubleLE(8 + at * 8);
    numbers[at] = Number.isNaN(number) ? Number.NaN : number + 0;
  }
  return numbers;
}

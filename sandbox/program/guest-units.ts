/**
 * `map` over all units, with whatever some of them do to the worker. A unit that is late, or that ends its worker, counts as the zero vector,
 * and the others are as if it had never been: the run goes on behind it in a fresh worker.
 *
 * @see programs.md §D.5, findings 2–5, 7
 */
import { openSums } from './clip-vectors.ts';
import type { CallsOptions } from './guest-calls.ts';
import type { Guest, MapPass, MapSums, PackedRows } from './guest.ts';
import type { Session } from './guest-session.ts';
import { runSpan, type SpanEnd } from './guest-span.ts';
import { bytesOfRows } from './guest-workers.ts';
import { ask, bytesOf, passHeadBytes, say, spanUnits } from './worker/frames.ts';

const mebibyte = 1_048_576;
/** Only the program's text is read meanwhile, none of its code runs. */
const beginMillis = 10_000;
/** By so much shorter is the next span where it is not known which unit of the last ended the worker. */
const narrowing = 8;

export function mapAllUnits(options: CallsOptions): Guest['mapUnits'] {
  let known: PackedRows | undefined;
  let seen = new Map<number, number>();
  return async (rows, pass) => {
    if (rows !== known) [known, seen] = [rows, new Map()];
    const progress = openProgress(rows, pass);
    while (!progress.isOver()) {
      const session = await options.workers.session(rows);
      if (!(await beginPass(session, options.program.memoryMb, rows, pass))) return progress.giveUp();
      await runSpans(options, session, { progress, seen });
    }
    return progress.result();
  };
}

/** Until all units are done, or the worker is gone. */
async function runSpans(
  { program, gathering }: CallsOptions,
  session: Session,
  { progress, seen }: { readonly progress: Progress; readonly seen: Map<number, number> },
): Promise<void> {
  const first = progress.next();
  while (session.isAlive && !progress.isOver()) {
    const from = progress.next();
    const to = progress.end();
    const began = performance.now();
    const { length } = progress.pass;
    const span = { from, to, length, callMillis: program.callMillis, isFirst: from === first, seen };
    const { finished, end } = await runSpan(session, span, (vectors) => progress.add(vectors));
    gathering.count({
      units: finished,
      failed: end === 'late',
      millis: (performance.now() - began) / Math.max(1, finished),
    });
    progress.after({ from, to, finished, end, isFirst: from === first });
  }
}

async function beginPass(session: Session, memoryMb: number, rows: PackedRows, pass: MapPass): Promise<boolean> {
  const megabytes = memoryMb + Math.ceil((bytesOfRows(rows) + spanUnits(pass.length) * pass.length * 8) / mebibyte) + 1;
  const head = Uint32Array.of(pass.length, pass.state.length, megabytes, passHeadBytes);
  const question = session.tell(ask.pass, bytesOf(head), bytesOf(pass.state));
  const ready = await session.hear([{ kind: say.ready, question, isLength: (length) => length === 0 }], beginMillis);
  return typeof ready !== 'string';
}

interface Ran {
  readonly from: number;
  readonly to: number;
  readonly finished: number;
  readonly end: SpanEnd;
  /** The worker had run no unit before. */
  readonly isFirst: boolean;
}

interface Progress {
  readonly pass: MapPass;
  next(): number;
  end(): number;
  isOver(): boolean;
  add(vectors: Float64Array): void;
  after(ran: Ran): void;
  result(): MapSums;
  giveUp(): MapSums;
}

function openProgress(rows: PackedRows, pass: MapPass): Progress {
  const units = rows.offsets.length - 1;
  const sums = openSums(pass.length, pass.clip);
  const killed = new Set(pass.skip);
  const most = spanUnits(pass.length);
  let at = 0;
  let span = most;
  const pastSkipped = (): void => {
    while (killed.has(at)) at += 1;
  };
  const kill = (unit: number): void => {
    killed.add(unit);
    span = most;
  };
  const tooMany = (): boolean => killed.size > pass.mostKilled;
  const result = (): MapSums => ({ sums: sums.sums(), killed, gaveUp: tooMany() });
  pastSkipped();
  return {
    pass,
    next: () => at,
    end: () => endOfSpan(at, Math.min(units, at + span), killed),
    isOver: () => at >= units || tooMany(),
    add: sums.add,
    after: ({ from, to, finished, end, isFirst }) => {
      at = from + finished;
      if (end === 'idle') span = Math.min(most, span * 2);
      else if (at < to && isCulprit({ from, to, finished, end, isFirst })) kill(at);
      else if (at < to) span = Math.max(1, Math.floor((to - at) / narrowing));
      pastSkipped();
    },
    result,
    giveUp: () => ({ ...result(), gaveUp: true }),
  };
}

/**
 * Whether the first unit that is not finished is the one to blame. A late one is seen to be; where the worker ended, units after it may have
 * been begun, or those before it may have left their garbage, unless it was alone.
 */
function isCulprit({ from, to, finished, end, isFirst }: Ran): boolean {
  if (end === 'late') return true;
  return isFirst && finished === 0 && (end === 'fault' || to === from + 1);
}

/** A span has no skipped unit in it. */
function endOfSpan(from: number, to: number, killed: ReadonlySet<number>): number {
  if (killed.size === 0) return to;
  for (let unit = from; unit < to; unit++) if (killed.has(unit)) return unit;
  return to;
}

/** The worker that a guest has at the moment: started when first asked for, again after a kill, with the rows that are to be in it. */
import type { GuestProgram, PackedRows, ProcessSource, SegmentedRows } from './guest.ts';
import type { Gathering } from './guest-report.ts';
import { openSession, type Session } from './guest-session.ts';
import { ask, bytesOf, offsetsBytes, rowsHeadBytes, say } from './worker/frames.ts';
import type { Setup } from './worker/setup.ts';

export type Rows = SegmentedRows | PackedRows;

export interface Workers extends Disposable {
  /** One that lives and has the program, and `rows` where given. @throws Error when none can be started */
  session(rows?: Rows): Promise<Session>;
}

export interface WorkersOptions {
  readonly program: GuestProgram;
  readonly processes: ProcessSource;
  readonly gathering: Gathering;
  readonly onStart?: ((kill: () => void) => void) | undefined;
}

const mebibyte = 1_048_576;
/** No vendor code runs while rows are sent, so a worker that takes longer is a broken machine. */
const readyMillis = 30_000;

export function openWorkers({ program, processes, gathering, onStart }: WorkersOptions): Workers {
  let current: Session | undefined;
  let held: Rows | undefined;
  let room = 0;
  let closed = false;
  const close = (): void => {
    closed = true;
    current?.kill();
  };
  const start = async (bytes: number): Promise<Session> => {
    const memoryMb = program.memoryMb + Math.floor((3 * bytes) / mebibyte);
    const worker = await processes.take({ jit: program.jit, longStack: program.mode === 'map', memoryMb });
    const session = openSession(worker, program.debug ? gathering.hear : undefined);
    if (closed) session.kill();
    onStart?.(() => {
      session.kill();
      close();
    });
    const { bundle, mode, columns, parameters, seed, callMillis, debug } = program;
    const setup: Setup = { bundle, mode, columns, parameters, seed, callMillis, debug };
    session.tell(ask.setup, Buffer.from(JSON.stringify(setup), 'utf8'));
    return session;
  };
  return {
    session: async (rows) => {
      if (closed) throw new Error('Cannot run a program: it is closed');
      const bytes = rows ? bytesOfRows(rows) : 0;
      if (!current?.isAlive || bytes > room) {
        current?.kill();
        [held, room] = [undefined, bytes];
        current = await start(bytes);
      }
      if (rows && held !== rows) {
        await send(current, rows);
        held = rows;
      }
      return current;
    },
    [Symbol.dispose]: close,
  };
}

async function send(session: Session, rows: Rows): Promise<void> {
  const parts = 'width' in rows ? [rows.values] : rows.columns;
  const columns = 'width' in rows ? rows.width : rows.columns.length;
  const count = rows.offsets.at(-1) ?? 0;
  const head = Uint32Array.of(columns, count, rows.offsets.length, 0);
  const offsets = Buffer.alloc(offsetsBytes(rows.offsets.length));
  offsets.set(bytesOf(rows.offsets));
  const question = session.tell(ask.rows, bytesOf(head), offsets, ...parts.map(bytesOf));
  const ready = await session.hear([{ kind: say.ready, question, isLength: (length) => length === 0 }], readyMillis);
  if (typeof ready === 'string') throw new Error(`Cannot run a program: its worker took no rows (${ready})`);
}

/** What rows take in a frame. */
export function bytesOfRows(rows: Rows): number {
  const numbers = 'width' in rows ? rows.values.length : rows.columns.reduce((sum, { length }) => sum + length, 0);
  return rowsHeadBytes + offsetsBytes(rows.offsets.length) + numbers * 8;
}

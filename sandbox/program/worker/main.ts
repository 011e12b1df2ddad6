/**
 * The program worker: takes one program and its rows from the supervisor, runs it in isolates, answers in numbers of known size. It is bundled
 * into one file, since Node cannot read TypeScript without a just-in-time compiler, and ends by SIGKILL only.
 *
 * @see programs.md decision 1, §D.3
 */
import { loadIsolatedVm } from './addon.ts';
import { ask, hello } from './frames.ts';
import { endSelf, receive } from './receive.ts';
import { reserve } from './isolates.ts';
import { openRun } from './run.ts';

const vm = loadIsolatedVm(process.argv[2] ?? '');
// A promise that fails is a program's or a broken pipe; neither has words for anybody.
process.on('unhandledRejection', endSelf);
process.on('uncaughtException', endSelf);

void begin();

async function begin(): Promise<void> {
  const release = await reserve(vm);
  let before = Promise.resolve();
  const socket = receive(
    3,
    ({ kind }) => kind === ask.rows || kind === ask.pass,
    (frame) => {
      release();
      before = before.then(() => run(frame));
    },
  );
  const run = openRun(vm, (bytes) => void socket.write(bytes));
  socket.write(Uint8Array.of(hello));
}

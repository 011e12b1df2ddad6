/**
 * A witness of another organization, over HTTP. It is asked with a deadline, left alone for a while after it did not answer,
 * and believed only as far as its key signs.
 *
 * @see C2SP tlog-witness, “add-checkpoint”
 */
import { accept, refuse, unwrap, type Outcome } from '#policies/refusal.ts';
import { printAddCheckpoint } from '#policies/record/add-checkpoint.ts';
import { parseCheckpoint } from '#policies/record/checkpoint.ts';
import { findCosignature } from '#policies/record/cosignature.ts';
import { parseNote, type NoteKey } from '#policies/record/note.ts';
import { verifyEd25519 } from './keys.ts';
import type { Known, Witness } from './witness.ts';
import { openState } from './witness-state.ts';

export interface RemoteWitnessOptions {
  readonly key: NoteKey;
  /** Its submission prefix. */
  readonly url: string;
  /** Origin of the log that asks. */
  readonly origin: string;
  /** Where it is kept what the witness cosigned, or `:memory:`. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds to wait for an answer. */
  readonly timeout?: number;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Of a witness that did not answer: first a second, then twice as long each time. */
const [shortestPause, longestPause] = [1_000, 60_000];
const maxAnswer = 64 * 1024;

export function openRemoteWitness(options: RemoteWitnessOptions): Witness {
  const { key, origin, clock } = options;
  const state = openState(options.file);
  let told: (Known & { readonly until: number }) | undefined;
  let rest = { failures: 0, until: 0 };

  const failed = (why: string): Outcome<never> => {
    const pause = Math.min(longestPause, shortestPause * 2 ** rest.failures);
    rest = { failures: rest.failures + 1, until: clock() + pause };
    return refuse('E_WITNESS', `Cannot get a cosignature: ${key.name} must answer; ${why}`);
  };
  const latest = (): Known | undefined => (told && clock() < told.until ? told : state.read().get(origin));

  return {
    key,
    latest,
    isResting: () => clock() < rest.until,
    async cosign(checkpoint, proof) {
      const text = unwrap(parseNote(checkpoint)).text;
      const answer = await post(options, printAddCheckpoint({ old: latest()?.size ?? 0, proof, checkpoint }));
      if (!answer.ok) return failed(answer.refusals[0].detail);
      rest = { failures: 0, until: 0 };
      const { status, body } = answer.value;
      if (status === 409) {
        // In memory, and not for long: a size that nobody signed must not keep the record from being opened.
        if (/^\d{1,15}\n$/.test(body)) told = { size: Number(body), until: clock() + longestPause };
        return refuse(
          'E_RECORD',
          `Cannot get a cosignature: ${key.name} saw ${body.trim()} entries; got another history`,
        );
      }
      if (status === 422)
        return refuse('E_RECORD', `Cannot get a cosignature: ${key.name} must be shown growth; got another history`);
      if (status !== 200) return failed(`got status ${status}`);
      const signature = findCosignature({ text, lines: body }, key, verifyEd25519);
      if (!signature) return failed('got no cosignature of its key');
      told = undefined;
      state.change((_, write) => write(unwrap(parseCheckpoint(text))));
      return accept(signature);
    },
  };
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Whatever goes wrong on the way is one refusal: it was not answered. */
async function post(options: RemoteWitnessOptions, body: string): Promise<Outcome<Answered>> {
  const { url, timeout = 2_000, fetch: send = fetch } = options;
  try {
    const signal = AbortSignal.timeout(timeout);
    const answer = await send(`${url.replace(/\/$/, '')}/add-checkpoint`, {
      method: 'POST',
      body,
      signal,
      redirect: 'error',
    });
    return accept({ status: answer.status, body: await readSome(answer) });
  } catch (error) {
    return refuse('E_WITNESS', error instanceof Error ? `got ${error.name}` : 'got nothing');
  }
}

/** @throws RangeError for a body that no witness sends */
async function readSome(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > maxAnswer) throw new RangeError(`must be at most ${maxAnswer} bytes`);
  }
  return Buffer.concat(parts).toString('utf8');
}

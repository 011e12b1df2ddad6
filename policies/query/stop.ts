/**
 * How a deep walk over a query ends early. Decoding and resolving are recursive, and each level would otherwise pass refusals up by hand;
 * so inside this folder a `Stop` carries the refusal to the one `attempt` at the door of each step, where it becomes a value again.
 */
import { accept, type Outcome, type Position, type Refusal, type RefusalCode } from '../refusal.ts';

export class Stop extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Ends the current {@link attempt} with a refusal. */
export function stop(code: RefusalCode, detail: string, where?: Position, remedy?: string): never {
  throw new Stop({ code, detail, ...(where && { where }), ...(remedy && { remedy }) });
}

/** Runs `walk`; a `Stop` becomes a refusal, anything else is our bug and goes on. */
export function attempt<T>(walk: () => T): Outcome<T> {
  try {
    return accept(walk());
  } catch (error) {
    if (error instanceof Stop) return { ok: false, refusals: [error.refusal] };
    throw error;
  }
}

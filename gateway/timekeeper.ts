/**
 * The timekeeper: on start and then every minute the system does what has become due because time has passed. Terms end, overdue duties are
 * raised and discharged; nothing is ever decided in anybody's favour.
 *
 * @see procedure.md §0.3; policies/procedure/deadlines-due.ts; decision 046
 */
import { dueOrders, type Shelf } from '#policies/procedure/deadlines-due.ts';
import type { ActedDoc } from '#policies/procedure/decider.ts';
import { act } from './act.ts';
import { timingOf } from './calendar.ts';
import { followAll } from './follow-up.ts';
import { loadDoc } from './load.ts';
import { systemActor, type Office } from './office.ts';
import { recordCalls } from './products/record-calls.ts';
import type { Reader } from './record/reader.ts';

/**
 * One look. What is refused has been done by something else meanwhile, or comes again; what comes again goes to the operator's log.
 *
 * @returns how many orders were given
 */
export async function keepTime(office: Office): Promise<number> {
  let given = 0;
  const refused = new Map<string, string>();
  await recordCalls(office);
  for (const { life, id, command } of ordersNow(office)) {
    const done = await act(office, { life, id, command, actor: systemActor });
    if (!done.ok) {
      refused.set(`${life}/${id}/${command.type}`, done.refusals[0].detail);
      continue;
    }
    given++;
    const followed = await followAll(office, done.value.moved);
    if (!followed.ok) office.onError(new Error(followed.refusals[0].detail));
  }
  const again = refused.size === 0 ? [] : ordersNow(office);
  for (const { life, id, command } of again) {
    const detail = refused.get(`${life}/${id}/${command.type}`);
    if (detail !== undefined) office.onError(new Error(detail));
  }
  return given;
}

function ordersNow(office: Office): ReturnType<typeof dueOrders> {
  return dueOrders(shelfOf(office.record.read), timingOf(office));
}

/** Looks every so many milliseconds until it is disposed of, never twice at once; does not keep the process alive. */
export function startTimekeeper(office: Office, every: number): AsyncDisposable {
  let looking: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    looking ??= keepTime(office)
      .catch(office.onError)
      .finally(() => {
        looking = undefined;
      });
  }, every);
  timer.unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** The documents of the record; only those in which time matters are read. */
export function shelfOf(read: Reader): Shelf {
  return {
    docsIn: (life, states) => states.flatMap((state) => read.list(life, { state }).map(({ json }) => json as ActedDoc)),
    get: (life, id) => loadDoc(read, life, id),
  };
}

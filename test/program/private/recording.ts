/** A guest that writes down what it was asked, in a form without values: the shape of a run, which must not follow the data. */
import type { Guest, Layout, MapSums } from '#sandbox/program/guest.ts';

export interface Recording {
  readonly guest: Guest;
  /** One line for each question. */
  readonly asked: string[];
  /** Of each pass, exact. */
  readonly sums: (readonly bigint[])[];
  disposed: boolean;
}

const sizes = (layout: Layout): string => layout.map(({ name, length }) => `${name}×${length}`).join();

export function recording(inner: Guest): Recording {
  const log: Recording = { asked: [], sums: [], disposed: false, guest: { ...inner } };
  const guest: Guest = {
    ...inner,
    evaluate: async (rows, parts, layout) => {
      log.asked.push(
        `evaluate ${parts.map((part) => `${part.kind}${part.kind === 'all' ? '' : part.segment}`).join()} ${sizes(layout)}`,
      );
      return inner.evaluate(rows, parts, layout);
    },
    mapUnits: async (rows, pass): Promise<MapSums> => {
      log.asked.push(`map ${pass.state.length} ${pass.length} ${pass.clip}`);
      const done = await inner.mapUnits(rows, pass);
      log.sums.push(done.sums);
      return done;
    },
    compute: async (call, input, layout) => {
      log.asked.push(`${call} ${input.state.length} ${input.sums.length} ${input.iteration} ${sizes(layout)}`);
      return inner.compute(call, input, layout);
    },
    [Symbol.dispose]: () => {
      log.disposed = true;
    },
  };
  return Object.assign(log, { guest });
}

/** Traces for those who supervise: the way of a thing back and forth, who answers for each step of it, and what one person did. */
import type { Act } from '#policies/procedure/decider.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { graphOf, traceOf, type Direction, type Graph, type Trace } from '#policies/procedure/trace.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Instant } from '#policies/units.ts';
import { traceOfDownload, withDownloads } from './api/conventions/downloads.ts';
import { loadDoc, lookupOf } from './load.ts';
import type { Reader } from './record/reader.ts';

const names = Object.keys(lives) as LifeName[];

/**
 * Forth, with every download of what was reached. Refuses E_NOT_FOUND for what the record does not know.
 *
 * @param start `export/exp-1`, `snapshot/entry@id`, `recipient/…`, `download/dl-1`
 */
export function trace(read: Reader, start: string, direction: Direction): Outcome<Trace> {
  const graph = graphNow(read);
  const onward = (from: string) => traceOf(graph, { start: from, direction });
  const taken = traceOfDownload(read, start, { direction, onward });
  if (taken) return accept(taken);
  const found = direction === 'forth' ? withDownloads(read, onward(start)) : onward(start);
  if (found.nodes.length > 0) return accept(found);
  return refuse('E_NOT_FOUND', `Cannot trace ${start}: must be a thing of the record, as export/<id>`);
}

const graphs = new WeakMap<Reader, { readonly size: number; readonly graph: Graph }>();

/** Of the record as it is: made again when something was written. */
function graphNow(read: Reader): Graph {
  const size = read.size();
  const known = graphs.get(read);
  if (known?.size === size) return known.graph;
  const graph = graphOf(lookupOf(read), names);
  graphs.set(read, { size, graph });
  return graph;
}

/** One step, and the person who answers for it. */
export interface Responsibility {
  readonly at: Instant;
  readonly thing: string;
  readonly event: string;
  /** The state that it led to, where it moved a thing. */
  readonly to?: string;
  readonly person: string;
  readonly org: string;
  readonly role: string;
}

/** Who did what so that this export could leave, oldest first. @see AO-27-4, AO-04-2 */
export function responsibilityFor(read: Reader, id: string): Outcome<readonly Responsibility[]> {
  const found = trace(read, `export/${id}`, 'back');
  if (!found.ok) return found;
  const steps = found.value.nodes.flatMap(({ name, kind, id: thing }) =>
    actsOf(read, kind, thing).map(({ at, type, to, by }) => ({ at, thing: name, event: type, to, ...by })),
  );
  return accept(steps.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)));
}

function actsOf(read: Reader, kind: string, id: string): readonly Act[] {
  return Object.hasOwn(lives, kind) ? (loadDoc(read, kind as LifeName, id)?.acts ?? []) : [];
}

/** What one person did, oldest first: every entry of the record that bears the name. @see procedure.md §6 */
export function* deedsOf(read: Reader, person: string): Iterable<Responsibility & { readonly seq: number }> {
  const step = 500;
  for (let from = 0; from < read.size(); from += step) {
    for (const { entry, data } of read.entries(from, from + step)) {
      if (entry.actor !== person) continue;
      const { seq, at, type, actor, org, role, subjects } = entry;
      const to = stateIn(data);
      yield { seq, at, thing: subjects[0] ?? '', event: type, ...(to && { to }), person: actor, org, role };
    }
  }
}

function stateIn(data: unknown): string | undefined {
  const to = typeof data === 'object' && data !== null && 'to' in data ? data.to : undefined;
  return typeof to === 'string' ? to : undefined;
}

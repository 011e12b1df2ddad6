/**
 * The way of everything: what an export rests on, back to datasets, versions and departments; and what became of a dataset, a person's
 * agreement or a run, out to recipients. The graph is worked out from the documents; nothing is kept beside them.
 *
 * @see procedure.md §6; AO-27-4, SH-27-4
 */
import type { Act } from './decider.ts';
import type { LifeName } from './lives.ts';
import type { Lookup } from './lookup.ts';

/** A thing of the procedure, or of the world where it ends: a snapshot, a recipient, an organization. */
export interface Node {
  /** `export/exp-1`, `snapshot/snap-1`, `recipient/…`, `org/…`. */
  readonly name: string;
  readonly kind: string;
  readonly id: string;
  readonly state?: string;
  /** Who manages it and who uses it, as far as it says. @see AO-04-2 */
  readonly org?: string;
  /** Steps from where the trace began. */
  readonly distance: number;
}

/** `from` rests on `to`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

export interface Trace {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

export type Direction = 'back' | 'forth';

/** A document as a graph sees it. */
interface Doc {
  readonly id: string;
  readonly state: string;
  readonly acts: readonly Act[];
}

/** Fields of documents that name one other document. */
const named: Readonly<Record<string, LifeName>> = {
  application: 'application',
  agreement: 'agreement',
  program: 'program',
  run: 'run',
  export: 'export',
  standing: 'standingApproval',
  isolation: 'riskAcceptance',
  vendor: 'registration',
};

/** All of a record, by what rests on what: made once for many traces. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, Known>;
  readonly edges: readonly Edge[];
  /** Of each node the nearest in each direction. */
  readonly next: Readonly<Record<Direction, ReadonlyMap<string, readonly string[]>>>;
}

/**
 * Everything that `start` rests on (`back`), or that rests on it (`forth`), near things first.
 *
 * @returns empty where nothing of that name is known
 */
export function traceOf(
  { nodes, edges, next }: Graph,
  { start, direction }: { readonly start: string; readonly direction: Direction },
): Trace {
  const distances = new Map(nodes.has(start) ? [[start, 0]] : []);
  for (const [name, distance] of distances)
    for (const near of next[direction].get(name) ?? []) if (!distances.has(near)) distances.set(near, distance + 1);
  return {
    nodes: [...distances].map(([name, distance]) => ({ ...nodeOf(name), ...nodes.get(name), distance })),
    edges: edges.filter(({ from, to }) => distances.has(from) && distances.has(to)),
  };
}

type Known = Omit<Node, 'distance' | 'name' | 'kind' | 'id'>;

/** @param lives which lives to look at */
export function graphOf(lookup: Lookup, lives: readonly LifeName[]): Graph {
  const nodes = new Map<string, Known>();
  const edges: Edge[] = [];
  for (const life of lives) {
    for (const doc of lookup.all(life) as readonly Doc[]) {
      const name = `${life}/${doc.id}`;
      const org = doc.acts[0]?.by.org;
      nodes.set(name, { state: doc.state, ...(org !== undefined && { org }) });
      for (const to of new Set(groundsOf(life, doc))) if (to !== name) edges.push({ from: name, to });
      // Where it went rests on it.
      if (life === 'export' && hasLeft(doc))
        for (const recipient of listOf((doc as unknown as { product: unknown }).product, 'recipients'))
          edges.push({ from: `recipient/${recipient}`, to: name });
    }
  }
  // What is appended is looked at too.
  for (const { from, to } of edges) {
    // A snapshot is of its entry, though it is no document.
    const entry = /^snapshot\/([^@]+)@/.exec(to)?.[1];
    if (entry !== undefined && !nodes.has(to)) edges.push({ from: to, to: `catalogEntry/${entry}` });
    for (const end of [from, to]) if (!nodes.has(end)) nodes.set(end, {});
  }
  return { nodes, edges, next: { back: stepsOf(edges, 'back'), forth: stepsOf(edges, 'forth') } };
}

function hasLeft({ acts }: Doc): boolean {
  return acts.some(({ to }) => to === 'released');
}

/** What a document rests on, by its fields. */
function* groundsOf(of: LifeName, doc: object): Iterable<string> {
  const fields = doc as Readonly<Record<string, unknown>>;
  for (const [field, life] of Object.entries(named)) {
    const id = fields[field];
    // Of an application the agreement is what came of it.
    if (of === 'application' && life === 'agreement') continue;
    if (typeof id === 'string') yield `${life}/${id}`;
  }
  for (const run of listOf(fields['product'], 'runs')) yield `run/${run}`;
  for (const consent of strings(fields['consents'])) yield `consent/${consent}`;
  for (const { entry, snapshot } of sourcesOf(fields)) yield `snapshot/${entry}@${snapshot}`;
  for (const entry of entriesNamed(fields)) yield `catalogEntry/${entry}`;
}

function sourcesOf(fields: Readonly<Record<string, unknown>>): readonly { entry: string; snapshot: string }[] {
  const { result } = fields as { result?: { sources?: readonly { entry: string; snapshot: string }[] } };
  return result?.sources ?? [];
}

function entriesNamed(fields: Readonly<Record<string, unknown>>): readonly string[] {
  const { entries, entry, uses, request, order } = fields as {
    entries?: unknown;
    entry?: unknown;
    uses?: readonly { entry: string }[];
    request?: { datasets?: readonly { entry: string }[] };
    order?: { entries?: unknown };
  };
  const used = [...(Array.isArray(uses) ? uses : []), ...(request?.datasets ?? [])].map((use) => use.entry);
  const one = typeof entry === 'string' ? [entry] : [];
  return [...new Set([...used, ...one, ...strings(entries), ...strings(order?.entries)])];
}

function listOf(value: unknown, field: string): readonly string[] {
  return typeof value === 'object' && value !== null ? strings((value as Record<string, unknown>)[field]) : [];
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function stepsOf(edges: readonly Edge[], direction: Direction): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [start, end] = direction === 'back' ? [from, to] : [to, from];
    const ends = next.get(start);
    if (ends) ends.push(end);
    else next.set(start, [end]);
  }
  return next;
}

function nodeOf(name: string): Pick<Node, 'name' | 'kind' | 'id'> {
  const at = name.indexOf('/');
  return { name, kind: name.slice(0, at), id: name.slice(at + 1) };
}

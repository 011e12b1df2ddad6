/** Downloads in a trace: what was taken of an export, by whom, in which form. They are events and no documents, so the record is asked. */
import type { Direction, Edge, Node, Trace } from '#policies/procedure/trace.ts';
import { counted, type CallsCounted } from '../../products/record-calls.ts';
import type { Reader, RecordedEvent } from '../../record/reader.ts';

/** Each node after which a trace goes forth, with the downloads that rest on it. */
export function withDownloads(read: Reader, found: Trace): Trace {
  const taken = found.nodes.filter(({ kind }) => kind === 'export').flatMap((node) => downloadsOf(read, node));
  return {
    nodes: [...found.nodes, ...taken.map(({ node }) => node)],
    edges: [...found.edges, ...taken.map(({ edge }) => edge)],
  };
}

/** The trace of one download; undefined for what is none. @param onward the trace of its export */
export function traceOfDownload(
  read: Reader,
  start: string,
  { direction, onward }: { readonly direction: Direction; readonly onward: (start: string) => Trace },
): Trace | undefined {
  const [event] = read.bySubject(start).filter(({ life }) => life === 'download');
  const exported = event && exportOf(event);
  if (!event || exported === undefined) return undefined;
  const node = { ...nodeOf(event), distance: 0 };
  if (direction === 'forth') return { nodes: [node], edges: [] };
  const behind = onward(exported);
  const edge = { from: node.name, to: exported };
  return {
    nodes: [node, ...behind.nodes.map((one) => ({ ...one, distance: one.distance + 1 }))],
    edges: [edge, ...behind.edges],
  };
}

const kinds = ['table.given', 'bundle.given', counted];

function downloadsOf(read: Reader, to: Node): readonly { readonly node: Node; readonly edge: Edge }[] {
  const given = read.bySubject(to.name).filter(({ type }) => kinds.includes(type));
  return given.map((event) => {
    const one = event.type === counted ? callsNode(event, to.name) : nodeOf(event);
    const node = { ...one, distance: to.distance + 1 };
    return { node, edge: { from: node.name, to: to.name } };
  });
}

/** A bundle's download has no name but its place in the log. */
function nodeOf({ life, id, data, entry }: RecordedEvent): Omit<Node, 'distance'> {
  const { form = 'zip' } = data as { readonly form?: string };
  const own = life === 'download' ? id : `${id}@${entry.seq}`;
  return { name: `download/${own}`, kind: 'download', id: own, state: form, org: entry.org };
}

/** The calls of one key on one day; its state is how often this export has answered. */
function callsNode({ id, data }: RecordedEvent, name: string): Omit<Node, 'distance'> {
  const { came, vendor } = data as CallsCounted;
  return { name: `calls/${id}`, kind: 'calls', id, state: String(came[name] ?? 0), org: vendor };
}

function exportOf({ entry }: RecordedEvent): string | undefined {
  return entry.subjects.find((subject) => subject.startsWith('export/'));
}

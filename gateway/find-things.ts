/**
 * From anything that somebody holds in his hand to the things of the record that name it: an id, the hash of a certificate or a file, a
 * filing number, a snapshot, a recipient, a person, the number of a log entry. A trace begins there.
 *
 * @see AO-27-4, DC-13
 */
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import type { Caller } from './accounts.ts';
import { loadAll } from './load.ts';
import type { Reader } from './record/reader.ts';
import { viewOf } from './view.ts';

/** `name` is what a trace begins with: `export/exp-1`, `snapshot/…`, `recipient/…`, or `person/…`. */
export interface Found {
  readonly name: string;
  readonly how: 'id' | 'names_it' | 'log_entry' | 'person';
}

const most = 50;
/** So many hexadecimal digits name a hash beyond doubt. */
const hashPrefix = /^[0-9a-f]{12,64}$/;

/** Exact ids first. Nothing is found by what `caller` may not read. */
export function findThings(read: Reader, caller: Caller, text: string): readonly Found[] {
  const entry = /^\d+$/.test(text) ? read.entry(Number(text)) : undefined;
  const found = [
    ...(entry?.entry.subjects[0] ? [{ name: entry.entry.subjects[0], how: 'log_entry' as const }] : []),
    ...(Object.keys(lives) as LifeName[]).flatMap((life) => inLife(read, life, { caller, text })),
  ];
  const ordered = [...found.filter(({ how }) => how !== 'names_it'), ...found.filter(({ how }) => how === 'names_it')];
  const once = [...new Map(ordered.toReversed().map((one) => [one.name, one])).values()].toReversed();
  if (once.length > 0) return once.slice(0, most);
  return hasActed(read, text) ? [{ name: `person/${text}`, how: 'person' }] : [];
}

interface Asked {
  readonly caller: Caller;
  readonly text: string;
}

function inLife(read: Reader, life: LifeName, { caller, text }: Asked): readonly Found[] {
  return loadAll(read, life).flatMap((doc): readonly Found[] => {
    const name = `${life}/${doc.id}`;
    if (doc.id === text || name === text) return [{ name, how: 'id' }];
    const view = viewOf(life, doc, caller);
    const said = [...textsIn(view)].find(({ value }) => isNamed(value, text));
    if (!said) return [];
    const snapshot = snapshotNamed(view, text);
    const world = said.path.endsWith('recipients') ? `recipient/${said.value}` : snapshot;
    return [...(world === undefined ? [] : [{ name: world, how: 'id' as const }]), { name, how: 'names_it' }];
  });
}

function isNamed(value: string, text: string): boolean {
  return value === text || (hashPrefix.test(text) && value.length === 64 && value.startsWith(text));
}

/** Of a run's sources, the one with this id or commitment. */
function snapshotNamed(view: unknown, text: string): string | undefined {
  const { result } = view as {
    result?: { sources?: readonly { entry: string; snapshot: string; commitment: string }[] };
  };
  const source = result?.sources?.find(
    ({ snapshot, commitment }) => isNamed(snapshot, text) || isNamed(commitment, text),
  );
  return source && `snapshot/${source.entry}@${source.snapshot}`;
}

interface Said {
  readonly path: string;
  readonly value: string;
}

/** All texts of a document, but for who did what: persons are found otherwise. */
function* textsIn(value: unknown, path = ''): Iterable<Said> {
  if (typeof value === 'string') yield { path, value };
  else if (Array.isArray(value)) for (const one of value) yield* textsIn(one, path);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) if (name !== 'acts') yield* textsIn(one, `${path}.${name}`);
}

function hasActed(read: Reader, person: string): boolean {
  const step = 500;
  for (let from = 0; from < read.size(); from += step)
    if (read.entries(from, from + step).some(({ entry }) => entry.actor === person)) return true;
  return false;
}

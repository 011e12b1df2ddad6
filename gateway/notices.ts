/** What has happened that a caller is told of, newest first, read from the log. */
import { isTold } from '#policies/procedure/notices.ts';
import type { ActedDoc } from '#policies/procedure/decider.ts';
import { lives, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import type { Instant } from '#policies/units.ts';
import type { Caller } from './accounts.ts';
import { loadDoc } from './load.ts';
import type { Office } from './office.ts';
import type { Reader, RecordedEvent } from './record/reader.ts';
import { viewOf } from './view.ts';

export interface Notice {
  readonly seq: number;
  readonly at: Instant;
  readonly life: LifeName;
  readonly id: string;
  /** What happened: `application.approved`. */
  readonly type: string;
  /** The state after it. */
  readonly to: string;
}

/** How far back it looks, in events. */
const farthest = 20_000;
const page = 500;

/** At most so many, of events before `before`. */
export function noticesOf(
  { record: { read } }: Pick<Office, 'record'>,
  caller: Caller,
  { before, limit }: { readonly before: number; readonly limit: number },
): readonly Notice[] {
  const found: Notice[] = [];
  const last = Math.min(before, read.size());
  for (let to = last; to > 0 && to > last - farthest && found.length < limit; to -= page) {
    const events = read.entries(Math.max(0, to - page), to).toReversed();
    found.push(...events.flatMap((event) => noticeOf(read, event, caller)));
  }
  return found.slice(0, limit);
}

function noticeOf(read: Reader, event: RecordedEvent, caller: Caller): readonly Notice[] {
  const { life, id, type, version, entry } = event;
  if (!isLife(life)) return [];
  const doc = loadDoc(read, life, id) as ActedDoc | undefined;
  const act = doc?.acts[version - 1];
  if (!doc || !act || !isShown(life, doc, { act, caller })) return [];
  const departmentOf = (of: string) => loadDoc(read, 'catalogEntry', of)?.entry.department;
  const told = isTold(lives[life], { doc, at: version - 1 }, { reader: caller, departmentOf });
  return told ? [{ seq: entry.seq, at: entry.at, life, id, type, to: act.to }] : [];
}

/** What the view of the document keeps from him is no notice either: a vendor learns of no single vote. */
function isShown(
  life: LifeName,
  doc: ActedDoc,
  { act, caller }: { readonly act: ActedDoc['acts'][number]; readonly caller: Caller },
): boolean {
  const { acts } = viewOf(life, doc as DocOf<LifeName>, caller) as Partial<ActedDoc>;
  return acts?.some(({ type, at, to }) => type === act.type && at === act.at && to === act.to) ?? false;
}

function isLife(name: string): name is LifeName {
  return Object.hasOwn(lives, name);
}

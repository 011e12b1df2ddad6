/** The states that a thing went through, as one reader may know them: what he cannot tell apart is one state. */
import { lives, type DocOf } from '#policies/procedure/lives.ts';
import type { Actor, LifeEvent } from '#policies/procedure/life.ts';
import type { Reader } from '../../record/reader.ts';
import { viewOf } from '../../view.ts';
import type { WatchedLife } from './point-to.ts';

export interface Told {
  /** Place in the log of the event that brought it. */
  readonly seq: number;
  readonly state: string;
  readonly at: string;
  /** Nothing follows by itself: whoever waited need not wait on. */
  readonly isEnd: boolean;
}

export interface Asked {
  readonly life: WatchedLife;
  readonly id: string;
  readonly reader: Actor;
}

/** From which nobody need do anything for a while: a result lies in quarantine, a product is out. */
const ends: Readonly<Record<WatchedLife, readonly string[]>> = {
  run: ['quarantined', 'blocked', 'failed', 'killed', 'purged'],
  export: ['blocked', 'returned', 'rejected', 'released', 'expired', 'recalled'],
  fit: ['refused', 'fitted', 'failed', 'published', 'withdrawn'],
};

export function statesOf(read: Reader, { life, id, reader }: Asked): readonly Told[] {
  const told: Told[] = [];
  const folding = lives[life] as unknown as Fold;
  let doc: DocOf<WatchedLife> | undefined;
  for (const event of read.bySubject(`${life}/${id}`)) {
    if (event.life !== life || event.id !== id) continue;
    doc = folding.evolve(doc, { type: event.type, id, data: event.data });
    const { state } = viewOf(life, doc, reader) as { readonly state: string };
    if (told.at(-1)?.state === state) continue;
    const { seq, at } = event.entry;
    told.push({ seq, state, at, isEnd: ends[life].includes(state) });
  }
  return told;
}

/** The table knows the types of each life; here they are only names. */
interface Fold {
  evolve(doc: DocOf<WatchedLife> | undefined, event: LifeEvent): DocOf<WatchedLife>;
}

/** The feed of catalog changes: nothing of drafts, one change per event, the same however often it is computed. */
import { describe, expect, test } from 'vitest';
import { catalogFeed, type Recorded } from '#policies/procedure/catalog-feed.ts';
import { entryId } from '#policies/units.ts';
import { anEntry } from '../catalog/builders.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';
import type { World } from './world.ts';

const { dora, cora, carl, gus, olga, sue, pia } = people;
const id = 'social_insurance';
const reason = 'not to be told to subscribers';
const submit = { type: 'submit', evidence: '002-11', riskAssessment: 'low' } as const;

/** Watches a world from outside, as the record would: every new event of its entries and objections with the next number. */
class Watched {
  readonly world: World = worldAt('published');
  readonly recorded: Recorded[] = [];
  readonly #seen = new Map<string, number>();

  constructor() {
    this.#look();
  }

  entry(actor: typeof dora, command: Parameters<World['do']>[3]): void {
    this.world.do('catalogEntry', id, actor, command as never);
    this.#look();
  }

  objection(name: string, actor: typeof dora, command: object): void {
    this.world.do('objection', name, actor, command as never);
    this.#look();
  }

  get told(): readonly string[] {
    return catalogFeed(this.recorded).map(({ event, version }) => `${event} ${version}`);
  }

  #look(): void {
    for (const life of ['catalogEntry', 'objection'] as const) {
      for (const doc of this.world.all(life)) {
        const events = this.world.events(life, doc.id);
        for (const event of events.slice(this.#seen.get(doc.id) ?? 0))
          this.recorded.push({ seq: 10 + 3 * this.recorded.length, life, event } as Recorded);
        this.#seen.set(doc.id, events.length);
      }
    }
  }
}

function review(watched: Watched): void {
  watched.entry(dora, submit);
  watched.entry(cora, { type: 'begin_level_review' });
  watched.entry(cora, { type: 'pass_level_review', reason });
  watched.entry(carl, { type: 'approve', reason });
  watched.entry(carl, { type: 'consent', consentId: 'C-2' });
}

function mark(watched: Watched, name: string, actor = sue): void {
  const said = { ground: 'error_omission', statement: reason };
  watched.objection(name, actor, { type: 'object', entry: entryId(id), ...said });
  watched.objection(name, olga, { type: 'mark', note: reason });
}

function uphold(watched: Watched, name: string): void {
  watched.objection(name, olga, { type: 'forward', material: 'm' });
  watched.objection(name, dora, { type: 'verify', note: 'n' });
  watched.objection(name, dora, { type: 'uphold', decision: 'in order' });
}

describe('AO-08-7 GD-18-6 catalogFeed', () => {
  test('a draft and its reviews are told by nothing, the publication by one change', () => {
    const { recorded, told } = new Watched();
    const last = recorded.at(-1);
    expect(recorded.length).toBeGreaterThan(5);
    expect(told).toEqual(['published 1']);
    expect(catalogFeed(recorded.slice(0, -1))).toEqual([]);
    expect(catalogFeed(recorded)).toEqual([
      { seq: last?.seq, at: last?.event.data.at, entry: id, event: 'published', version: 1 },
    ]);
  });

  test('of a revision nothing is told before it is in force, nor that one was abandoned or returned', () => {
    const watched = new Watched();
    watched.entry(dora, { type: 'revise', entry: anEntry({ version: 2 }) });
    watched.entry(dora, { type: 'abandon', reason });
    watched.entry(dora, { type: 'evaluate', outcome: 'keep', finding: reason });
    watched.entry(dora, { type: 'revise', entry: anEntry({ version: 2 }) });
    review(watched);
    expect(watched.told).toEqual(['published 1']);
    watched.entry(gus, { type: 'publish' });
    expect(watched.told).toEqual(['published 1', 'revised 2']);
    expect(JSON.stringify(catalogFeed(watched.recorded))).not.toContain(reason);
  });

  test('a withdrawal names the version that was in force, not the one that was being written; what is reworked comes back as published', () => {
    const watched = new Watched();
    watched.entry(dora, { type: 'revise', entry: anEntry({ version: 2 }) });
    watched.entry(dora, { type: 'withdraw', reason });
    watched.entry(dora, { type: 'rework', entry: anEntry({ version: 2 }) });
    expect(watched.told).toEqual(['published 1', 'withdrawn 1']);
    review(watched);
    watched.entry(gus, { type: 'publish' });
    watched.entry(dora, { type: 'retire', reason });
    expect(watched.told).toEqual(['published 1', 'withdrawn 1', 'published 2', 'retired 2']);
  });

  test('SH-23-1 the mark of a dispute comes with the first objection and goes with the last; who objected, and that it was received, is not told', () => {
    const watched = new Watched();
    mark(watched, 'o1');
    mark(watched, 'o2', pia);
    uphold(watched, 'o1');
    expect(watched.told).toEqual(['published 1', 'disputed 1']);
    uphold(watched, 'o2');
    expect(watched.told).toEqual(['published 1', 'disputed 1', 'dispute_ended 1']);
    expect(JSON.stringify(catalogFeed(watched.recorded))).not.toMatch(/o1|o2|not to be told/);
  });

  test('nothing is told of disputes about what is withdrawn', () => {
    const watched = new Watched();
    mark(watched, 'o1');
    watched.entry(dora, { type: 'withdraw', reason });
    uphold(watched, 'o1');
    expect(watched.told).toEqual(['published 1', 'disputed 1', 'withdrawn 1']);
  });

  test('what was told once is told again: the feed of fewer events is the beginning of that of more, in whatever order they lie', () => {
    const watched = new Watched();
    mark(watched, 'o1');
    watched.entry(dora, { type: 'withdraw', reason });
    const { recorded } = watched;
    const whole = catalogFeed(recorded);
    expect(catalogFeed(recorded.toReversed())).toEqual(whole);
    for (const [count, { seq }] of recorded.entries())
      expect(catalogFeed(recorded.slice(0, count))).toEqual(whole.filter((one) => one.seq < seq));
  });
});

/**
 * Who manages is responsible, who uses is responsible: for every dataset, application, grant, program, run and export the two persons who
 * answer for it, from the acts that stand in the record. Nothing is kept beside them, so nothing can differ from them.
 *
 * @see AO-04-2 (003-4(2))
 */
import { doersOf, type Act } from './decider.ts';
import type { Actor } from './life.ts';
import type { Lookup } from './lookup.ts';

/** A named person of an organization on either side, as far as there is one yet. */
export interface Parties {
  /** 谁管理谁负责. */
  readonly managing?: Actor;
  /** 谁使用谁负责. */
  readonly using?: Actor;
}

/** What somebody answers for. A grant is answered for with its agreement. */
export type Answered = 'catalogEntry' | 'application' | 'agreement' | 'program' | 'run' | 'export';

/** The events by which somebody takes a thing upon himself, the strongest first. */
const taking: Readonly<Record<Answered, { readonly managing: readonly string[]; readonly using: readonly string[] }>> =
  {
    catalogEntry: { managing: ['submitted', 'drafted'], using: [] },
    application: { managing: ['forwarded', 'check_begun'], using: ['submitted', 'drafted'] },
    agreement: { managing: ['activated', 'adopted', 'drafted'], using: ['vendor_signed'] },
    program: { managing: ['approved', 'review_begun'], using: ['frozen', 'drafted'] },
    run: { managing: [], using: ['requested'] },
    // Not who voted: that is told to nobody while a round is open.
    export: { managing: ['filing_submitted', 'passed'], using: ['submitted', 'drafted'] },
  };

/** For every such thing, the last person on each side who took it upon himself; of a run, who approved its program manages it. */
export function partiesOf(lookup: Lookup, life: Answered, id: string): Parties {
  const doc = lookup.get(life, id);
  if (!doc) return {};
  const managed = 'program' in doc ? lookup.get('program', doc.program) : undefined;
  const managing = managed ? lastOf(managed, 'program', 'managing') : lastOf(doc, life, 'managing');
  const using = lastOf(doc, life, 'using');
  return { ...(managing && { managing }), ...(using && { using }) };
}

function lastOf(doc: { readonly acts: readonly Act[] }, life: Answered, side: keyof Parties): Actor | undefined {
  return taking[life][side].map((past) => doersOf(doc, [`${life}.${past}`]).at(-1)).find((doer) => doer !== undefined);
}

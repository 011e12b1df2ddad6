/**
 * One run against everything that was released, whoever asked for it. The auditor has read the membership files; only counts of people and names
 * of cells come back.
 */
import { findingOf, joinFindings, maxRecipes, type HistoryFinding } from '#policies/disclosure/history.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { ResultTable } from '../operations.ts';
import type { Auditor } from './auditor.ts';
import type { MembershipFile } from './load.ts';
import { isIdentical, type RunNote } from './note.ts';
import type { AuditAsk } from './state.ts';
import type { HistoryStore } from './store.ts';

export interface AuditOptions {
  readonly store: HistoryStore;
  readonly auditor: Auditor;
}

interface Asked {
  readonly run: string;
  readonly beside?: readonly string[] | undefined;
}

/**
 * @param beside runs that are to leave together with this one
 * @returns the finding; refuses when it cannot be made, and then nothing may be released. A released run is identical to itself.
 */
export async function auditRun(asked: Asked, options: AuditOptions): Promise<Outcome<HistoryFinding>> {
  const ask = await askOf(asked, options);
  if (!ask.ok) return ask;
  if (ask.value.kind === 'finding') return accept(ask.value.finding);
  const finding = await options.auditor.audit(ask.value);
  // One reason is enough; bounds are looked at where there is none.
  if (!finding.ok || finding.value.verdict === 'fail') return finding;
  const bounds = await options.auditor.bounds(ask.value, await options.store.denied());
  return bounds.ok ? accept(joinFindings([finding.value, bounds.value])) : bounds;
}

/**
 * To be called when an export was refused for this run: the differences that the refusal tells of are known from now on, whatever becomes of
 * the run. On disk when this accepts; the same again when it is asked again.
 *
 * @see disclosure.md §2.9 (5)
 */
export async function noteDenial(asked: Asked, options: AuditOptions): Promise<Outcome<void>> {
  const ask = await askOf(asked, options);
  if (!ask.ok) return ask;
  if (ask.value.kind === 'finding') return accept(undefined);
  const isolated = await options.auditor.isolated(ask.value);
  if (!isolated.ok) return isolated;
  await options.store.alone(() => options.store.markDenied(isolated.value.sets));
  return accept(undefined);
}

/** What refusals have told of units of these kinds, as sentences for reviewers; the newest first. */
export async function deniedRecipes(run: string, { store }: AuditOptions): Promise<readonly string[]> {
  const spaces = (await store.note(run))?.spaces ?? [];
  const mine = (await store.denied()).filter(({ space }) => spaces.includes(space)).toReversed();
  return mine.slice(0, maxRecipes).map(({ run: refused, recipe }) => `run ${refused}: ${recipe}`);
}

/** The question to the auditor; or the answer, where it needs none. */
async function askOf(
  { run, beside = [] }: Asked,
  options: AuditOptions,
): Promise<Outcome<({ kind: 'ask' } & AuditAsk) | { kind: 'finding'; finding: HistoryFinding }>> {
  const note = await options.store.note(run);
  if (!note) return refuse('E_QUARANTINE', `Cannot audit ${run}: there is no result`);
  const released = await options.store.released();
  const known = new Map<string, RunNote>();
  for (const name of new Set([...released, ...beside.filter((other) => other !== run)])) {
    const other = await options.store.note(name);
    if (!other) return refuse('E_QUARANTINE', `Cannot audit ${run}: what ${name} told must be known`);
    if (released.includes(name) && isIdentical(note, other))
      return accept({ kind: 'finding', finding: findingOf({ G0: { verdict: 'identical', looked: 1, found: 1 } }, []) });
    if (other.spaces.length > 0) known.set(name, other);
  }
  if (note.spaces.length === 0) return accept({ kind: 'finding', finding: findingOf({}, []) });
  const files = (isOut: boolean): readonly MembershipFile[] =>
    [...known.values()].filter((other) => released.includes(other.run) === isOut).map(fileOf(options.store));
  return accept({ kind: 'ask', run: fileOf(options.store)(note), beside: files(false), released: files(true) });
}

/** Everything released that speaks of protected units; refuses where it is not known any more. */
export async function releasedFiles(store: HistoryStore): Promise<Outcome<readonly MembershipFile[]>> {
  const files: MembershipFile[] = [];
  for (const name of await store.released()) {
    const note = await store.note(name);
    if (!note) return refuse('E_QUARANTINE', `Cannot look into the history: what ${name} told must be known`);
    if (note.spaces.length > 0) files.push(fileOf(store)(note));
  }
  return accept(files);
}

function fileOf(store: HistoryStore): (note: RunNote) => MembershipFile {
  return (note) => ({ note, path: store.membership(note.run) });
}

/**
 * The last look before files leave; to be called while nothing else is released. The run is in the list when this accepts.
 *
 * @param result what is about to leave: must be what the note speaks of
 */
export async function admitRelease(
  { run, table }: { readonly run: string; readonly table: ResultTable },
  options: AuditOptions,
): Promise<Outcome<void>> {
  const note = await options.store.note(run);
  if (note?.table !== contentHash(table))
    return refuse('E_QUARANTINE', `Cannot release ${run}: its history must be of this very result`);
  const finding = await auditRun({ run }, options);
  if (!finding.ok) return finding;
  if (finding.value.verdict === 'fail')
    return refuse('E_HISTORY', `Cannot release ${run}: together with earlier releases it would say too much`);
  await options.store.markReleased(run);
  return accept(undefined);
}

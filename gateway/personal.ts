/**
 * Personal texts on their way into the record and out of it: sealed before anything is decided, opened for whoever may read the thing they
 * stand in. What is between, decisions, events, documents, sees sealed texts.
 *
 * @see record.md §1 rule 2; docs/decisions/044-verification-by-anybody.md
 */
import { erasedText, sealedIn, withOpened, withSealed } from '#policies/record/personal.ts';
import type { Keyring } from './record/keyring.ts';
import { subjectOf, type Reader, type RecordedEvent } from './record/reader.ts';

/** Texts about natural persons in the commands of each life, by their path. */
const personalFields: Readonly<Record<string, readonly string[]>> = {
  registration: ['name', 'certificate', 'phone'].map((field) => `materials.contacts.*.${field}`),
  objection: ['statement', 'evidence'],
  complaint: ['facts', 'evidence'],
  account: ['binding.name', 'binding.evidence'],
};

/** The thing whose text it is. */
export interface Thing {
  readonly life: string;
  readonly id: string;
}

/** The command with its personal texts sealed. */
export function sealCommand<Command>(keyring: Keyring, { life, id }: Thing, command: Command): Command {
  const paths = Object.hasOwn(personalFields, life) ? (personalFields[life] ?? []) : [];
  return withSealed(command, paths, (text) => keyring.seal(subjectOf(life, id), text));
}

/** A document or payload of `thing` with its personal texts as they were, or with the word that they are erased. */
export function openPersonal<T>(keyring: Keyring, { life, id }: Thing, value: T): T {
  return withOpened(value, (sealed) => {
    const opened = keyring.open(subjectOf(life, id), sealed);
    return opened.kind === 'open' ? opened.text : erasedText;
  });
}

/** Names of the keys of all texts of a thing, of all its versions. */
export function keysOf(read: Reader, about: string): readonly string[] {
  const own = read.bySubject(about).filter(({ entry }) => entry.subjects[0] === about);
  return own.flatMap(({ data }) => sealedIn(data).map(({ key }) => key));
}

/** How it stands with all personal texts of the record. */
export interface PersonalCount {
  readonly open: number;
  /** By an order that stands in the record. */
  readonly erased: number;
  /** Without one: somebody took the key, or a backup lacks it. */
  readonly lost: number;
  /** With a key that does not open it, or copied from elsewhere. */
  readonly broken: number;
}

/** Tries every key. @param isOrdered whether an erasure of the thing was confirmed */
export function countPersonal(
  events: Iterable<RecordedEvent>,
  keyring: Keyring,
  isOrdered: (about: string) => boolean,
): PersonalCount {
  const count = { open: 0, erased: 0, lost: 0, broken: 0 };
  for (const { life, id, data } of events) {
    const about = subjectOf(life, id);
    for (const sealed of sealedIn(data)) {
      const { kind } = keyring.open(about, sealed);
      count[kind === 'absent' ? (isOrdered(about) ? 'erased' : 'lost') : kind]++;
    }
  }
  return count;
}

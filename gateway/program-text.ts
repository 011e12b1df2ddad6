/** A program as it was at a hash, from the events: it may have become another since. */
import { releaseSettings } from '#policies/disclosure/release-settings.ts';
import { combinationsOf } from '#policies/procedure/parameters.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import type { Text } from '#policies/procedure/program-doc.ts';
import { script as scriptSchema } from '#policies/program/script.ts';
import type { Given } from '#policies/query/parameters.ts';
import type { Reader } from './record/reader.ts';

/** Every text that the program ever was, oldest first, each once. */
export function textsOf(read: Reader, program: string): readonly Text[] {
  const texts = read.bySubject(`program/${program}`).flatMap(({ data }) => {
    const { content, hash } = data as Partial<Text>;
    return content === undefined || hash === undefined ? [] : [{ content, hash }];
  });
  return [...new Map(texts.map((text) => [text.hash, text])).values()];
}

/** The text of that hash. */
export function contentAt(read: Reader, program: string, hash: string): ProgramContent | undefined {
  return textsOf(read, program).find((text) => text.hash === hash)?.content;
}

/** The text that was approved last, other than `hash`: what a reviewer compares with. */
export function approvedBefore(read: Reader, program: string, hash: string): Text | undefined {
  const approved = read
    .bySubject(`program/${program}`)
    .filter(({ type }) => type === 'program.approved')
    .map(({ data }) => (data as { readonly hash: string }).hash);
  const before = approved.findLast((one) => one !== hash);
  return textsOf(read, program).find((text) => text.hash === before);
}

/** How the domain reads a program; with the first combination of its values where none are given. */
export function questionOf(
  { queries, lane, privacy, release, train, script, parameters }: ProgramContent,
  given?: readonly Given[],
) {
  const [first = []] = combinationsOf(parameters);
  return {
    sql: queries[0]?.sql ?? '',
    parameters: [...(given ?? first)],
    ...(release && { release: releaseSettings.parse(release) }),
    ...(lane && { lane }),
    ...(privacy && { privacy }),
    ...(train && { train }),
    ...(script && { script: scriptSchema.parse(script) }),
  };
}

/** A vendor's folder → the content that is drafted, reviewed and run. No installation is needed: the bundler is a process of this machine. */
import { contentOf, readFolder, type Folder } from '#policies/program/folder.ts';
import type { Script } from '#policies/program/script.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { bundleProgram } from '#sandbox/door.ts';

export interface Packed {
  readonly content: ProgramContent;
  readonly script: Script;
  /** SHA-256 of the canonical JSON of each part. */
  readonly hashes: Readonly<Record<'source' | 'bundle' | 'lock' | 'content', string>>;
}

/** Refuses with E_MANIFEST, E_SCRIPT, E_CONTRACT, E_PARAMETER, E_BUNDLE or E_LINT. */
export async function packProgram(folder: Folder): Promise<Outcome<Packed>> {
  const draft = readFolder(folder);
  if (!draft.ok) return draft;
  const { mode, entry, files } = draft.value;
  const made = await bundleProgram({ mode, entry, files: [...files] });
  if (!made.ok) return made;
  const content = contentOf(draft.value, made.value);
  if (!content.ok) return content;
  const { script } = content.value;
  if (!script) throw new Error('a packed program has a script');
  const { bundle, lock } = script;
  const hashes = {
    source: contentHash(script.files),
    bundle: contentHash(bundle),
    lock: contentHash(lock),
    content: contentHash(content.value),
  };
  return accept({ content: content.value, script, hashes });
}

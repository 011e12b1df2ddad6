/** The ingest worker: reads a department's files in a process of its own, so that a broken file can only break this process. */
import { parseEntry } from '#policies/catalog/check-entry.ts';
import { accept } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { logForOwner, parentStream } from '../parent.ts';
import { serve } from '../rpc.ts';
import { ingestEntry } from './ingest.ts';
import { ensurePrivate } from '../private/simulated.ts';
import { ingestOperations } from './operations.ts';
import type { IngestOptions } from './options.ts';

serve(parentStream(), {
  operations: ingestOperations,
  onError: logForOwner,
  handlers: {
    ingest: async ({ entry, files, options, root, now }) => {
      const checked = parseEntry(entry);
      if (!checked.ok) return checked;
      // Names in the options are checked against the entry by `ingestEntry`; their shape is the department's own.
      const given = options === undefined ? {} : { options: options as IngestOptions };
      const done = await ingestEntry({ entry: checked.value, files, root, now: instant(now), ...given });
      if (!done.ok) return done;
      const { snapshotId, entryHash, contentHash } = done.value;
      return accept({ entry: done.value.entry.id, snapshot: snapshotId, entryHash, contentHash });
    },
    publishSimulation: async ({ entry, folder }) => {
      const checked = parseEntry(entry);
      if (!checked.ok) return checked;
      const made = await ensurePrivate({ entry: checked.value, folder });
      return made.ok ? accept({}) : made;
    },
  },
});

/** The supervisor process: trusted, without network, without DuckDB, without vendor code. Its argument is the root of the domain. */
import { removeAbandoned } from '../data/workspace.ts';
import { endInterrupted } from '../fit/progress.ts';
import { parentStream, logForOwner } from '../parent.ts';
import { domainOperations } from '../operations.ts';
import { lazyProcesses } from '../program/lazy-processes.ts';
import { serve } from '../rpc.ts';
import { foldersOf, makeFolders, readLimits } from './config.ts';
import { openHandlers } from './domain.ts';
import { Parser } from './parser.ts';
import { Quarantine } from './quarantine.ts';

const root = process.argv[2];
if (root === undefined) throw new Error('Cannot start the domain: must be given its root folder');
const folders = foldersOf(root);
makeFolders(folders);
// An ingest that was killed left real rows in a folder of its own.
await removeAbandoned(folders.snapshots);
await new Quarantine(folders.quarantine).destroyUndeclared();
endInterrupted(folders.reports);
/** Standard error is the owner's log; the workers write there too. */
const log = 2;
const limits = readLimits(folders);

serve(parentStream(), {
  operations: domainOperations,
  handlers: openHandlers({
    folders,
    limits,
    log,
    parser: new Parser(log, limits),
    onFailure: logForOwner,
    processes: lazyProcesses({ folder: folders.programs, log, ...(limits.tier && { tier: limits.tier }) }),
  }),
  onError: logForOwner,
});

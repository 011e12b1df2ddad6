/** The thread that audits the record while another writes it, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { algorithms } from '#policies/record/note.ts';
import { auditNow } from './audit.ts';
import type { Law } from './decision.ts';
import { openKey } from './keys.ts';
import type { ThreadOptions } from './open-writer.ts';
import { openTables } from './tables.ts';

if (!parentPort) throw new Error('must be started as a thread');
const port = parentPort;
const { store, logKey, origin, law } = workerData as ThreadOptions;
const { fold } = ((await import(law)) as { readonly law: Law }).law;
const tables = openTables(store);
port.postMessage(auditNow(tables, openKey(logKey, origin, algorithms.ed25519).key, fold));
tables.close();

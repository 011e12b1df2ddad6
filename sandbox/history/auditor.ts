/** The supervisor's side of the auditor: started when it is first needed, asked one thing at a time, started again after it died. */
import type { HistoryFinding } from '#policies/disclosure/history.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { millis } from '#policies/units.ts';
import type { Limits } from '../supervisor/config.ts';
import { startWorker, withDeadline, type Worker } from '../supervisor/worker.ts';
import type { MembershipFile } from './load.ts';
import { auditorOperations } from './operations.ts';
import type { DeniedSet } from './denied.ts';
import { solveBounds } from './solve-bounds.ts';
import type { AuditAsk } from './state.ts';

export interface AuditorOptions {
  readonly limits: Limits;
  readonly log: number;
  readonly temp: string;
}

export interface SubjectAsk {
  readonly space: string;
  readonly id: string;
  readonly released: readonly MembershipFile[];
}

/** After a restart all files are read again. */
const deadline = millis(600_000);

type AuditorWorker = Worker<typeof auditorOperations>;

export class Auditor {
  readonly #options: AuditorOptions;
  #worker: Promise<Outcome<AuditorWorker>> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #solved: { readonly key: string; readonly finding: HistoryFinding } | undefined;

  constructor(options: AuditorOptions) {
    this.#options = options;
  }

  audit(ask: AuditAsk): Promise<Outcome<HistoryFinding>> {
    return this.#alone((worker) => worker.ask.audit(mutableAsk(ask)));
  }

  /** G5, beside an audit that did not fail. Asked again, it is answered again. */
  async bounds(ask: AuditAsk, denied: readonly DeniedSet[]): Promise<Outcome<HistoryFinding>> {
    const given = await this.#alone((worker) => worker.ask.bounds({ ...mutableAsk(ask), denied: [...denied] }));
    if (!given.ok) return given;
    const key = contentHash(given.value);
    if (this.#solved?.key !== key) this.#solved = { key, finding: await solveBounds(given.value, this.#options) };
    return accept(this.#solved.finding);
  }

  /** The differences for which an audit fails. */
  async isolated(ask: AuditAsk): Promise<Outcome<{ readonly sets: readonly DeniedSet[] }>> {
    return this.#alone((worker) => worker.ask.isolated(mutableAsk(ask)));
  }

  async subject({ space, id, released }: SubjectAsk): Promise<Outcome<{ readonly runs: readonly string[] }>> {
    return this.#alone((worker) => worker.ask.subject({ space, id, released: released.map(mutable) }));
  }

  #alone<T>(work: (worker: AuditorWorker) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const mine = this.#last.then(async () => {
      const worker = await this.#current();
      return worker.ok ? withDeadline(worker.value.child, deadline, work(worker.value)) : worker;
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #current(): Promise<Outcome<AuditorWorker>> {
    const known = await this.#worker;
    if (known?.ok && !known.value.child.stream.destroyed) return known;
    this.#worker = this.#start();
    return this.#worker;
  }

  async #start(): Promise<Outcome<AuditorWorker>> {
    const { limits, log, temp } = this.#options;
    const module = new URL('./main.ts', import.meta.url);
    const worker = startWorker(auditorOperations, { module, log, maxMemory: limits.queryMemory });
    const { queryEngineMb: memoryLimitMb, threads } = limits;
    const opened = await worker.ask.open({ memoryLimitMb, threads, temp });
    return opened.ok ? { ok: true, value: worker } : opened;
  }
}

function mutableAsk({ run, beside, released }: AuditAsk) {
  return { run: mutable(run), beside: beside.map(mutable), released: released.map(mutable) };
}

function mutable({ note, path }: MembershipFile): { note: MembershipFile['note']; path: string } {
  return { note, path };
}

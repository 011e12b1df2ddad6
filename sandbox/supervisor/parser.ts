/** The supervisor's side of the parser process: started when needed, replaced when it dies. */
import type { Outcome } from '#policies/refusal.ts';
import { parserOperations, type CellsInput, type EngineTable, type Script } from '../query/operations.ts';
import type { Limits } from './config.ts';
import { startWorker, withDeadline, type Worker } from './worker.ts';

export interface BindRequest {
  readonly schema: readonly { readonly name: string; readonly ddl: string[] }[];
  readonly script: Script;
  readonly post?: { readonly cells: CellsInput; readonly sql: string };
}

export class Parser implements Disposable {
  readonly #log: number;
  readonly #limits: Limits;
  #worker: Worker<typeof parserOperations> | undefined;

  constructor(log: number, limits: Limits) {
    this.#log = log;
    this.#limits = limits;
  }

  async parse(sql: string): Promise<Outcome<{ ast: string }>> {
    const { child, ask } = this.#live();
    return withDeadline(child, this.#limits.parserDeadline, ask.parse({ sql }));
  }

  async bind(request: BindRequest): Promise<Outcome<{ tables: EngineTable[]; post?: EngineTable | undefined }>> {
    const { child, ask } = this.#live();
    return withDeadline(child, this.#limits.parserDeadline, ask.bind({ ...request, schema: [...request.schema] }));
  }

  #live(): Worker<typeof parserOperations> {
    if (this.#worker && !this.#worker.child.stream.destroyed) return this.#worker;
    this.#worker = startWorker(parserOperations, {
      module: new URL('../parser/main.ts', import.meta.url),
      log: this.#log,
      maxMemory: this.#limits.parserMemory,
    });
    return this.#worker;
  }

  [Symbol.dispose](): void {
    this.#worker?.child.kill();
  }
}

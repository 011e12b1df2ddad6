/** One thing that is wrong with a catalog entry; `checkEntry` turns faults into refusals. */
import type { RefusalCode } from '../refusal.ts';

/** Where it is wrong, what must be so, what was found. The code is E_ENTRY when not given. */
export interface Fault {
  readonly path: string;
  readonly must: string;
  readonly got: string;
  readonly code?: RefusalCode;
}

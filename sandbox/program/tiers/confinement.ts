/** What each tier is made of: one command line that starts the worker under it. What that keeps from the worker, the self-test tries. */
import type { IsolationTier } from '#policies/isolation.ts';

/** What runs inside: absolute paths only. */
export interface Inside {
  readonly file: string;
  readonly args: readonly string[];
  /** Files and folders that it needs beside its own libraries, at the same paths inside. */
  readonly reads: readonly string[];
  /** Its threads have stacks that nothing comes to the end of. @see limits.ts */
  readonly longStack?: boolean;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** What the command reads from descriptor 4. */
  readonly feed?: Uint8Array;
}

export interface Confinement {
  readonly tier: IsolationTier;
  /** How it is done, for people. */
  readonly name: string;
  /** Programs of the system without which it cannot be tried. */
  readonly programs: readonly string[];
  /** What makes it work where it does not. */
  readonly remedy?: string;
  /** It keeps processes, threads and limits itself; the machine sees only its own programs. */
  readonly ownKernel?: true;
  /** The worker finds its pipe at descriptor 3. */
  readonly wrap: (inside: Inside) => Command;
}

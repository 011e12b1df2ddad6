/** What the operations of the domain share. */
import type { ProcessSource } from '../program/guest.ts';
import type { Folders, Limits } from './config.ts';
import type { Parser } from './parser.ts';

export interface DomainParts {
  readonly folders: Folders;
  readonly limits: Limits;
  /** Descriptor of the owner's log. */
  readonly log: number;
  readonly parser: Parser;
  /** Tells the owner's log what a failure at a tick does not say. */
  readonly onFailure: (reason: unknown) => void;
  /** Where the workers of programs come from. */
  readonly processes: () => Promise<ProcessSource>;
}

/** What every stage works with: the record, the domain, the clock, the signing keys, and the settings of this installation. */
import type { Instant } from '#policies/units.ts';
import type { ProfileId } from '#policies/procedure/profiles/profile.ts';
import type { IsolationTier } from '#policies/isolation.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { orgId, personId } from '#policies/units.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import type { Domain } from '#sandbox/door.ts';
import type { Meter } from './products/meter.ts';
import type { Keyring } from './record/keyring.ts';
import type { Keys } from './record/keys.ts';
import type { Writer } from './record/writer.ts';

export interface Settings {
  /** When the operator's own authorization ends. @see AO-03-1 */
  readonly authorizedUntil: Instant;
  /** The reading of the procedure that is in force here. @see procedure.md §8 */
  readonly profile: ProfileId;
  /** How many persons of the operator must pass an export. @see DC-12 */
  readonly reviewsNeeded: 1 | 2;
}

export interface Office {
  readonly record: Writer;
  readonly domain: Domain;
  /** In which the domain runs programs, as far as it was asked: T0 until then. It is the domain itself that holds to it. */
  readonly tier: () => IsolationTier;
  /** Asks the domain, which tries it out once. To be awaited before anything is decided about a run of a program. */
  readonly learnTier: () => Promise<void>;
  readonly keys: Keys;
  /** Of the personal texts in the record. */
  readonly keyring: Keyring;
  /** Whom those outside are to believe: this log, its witnesses, and how many of them. */
  readonly trust: Trust;
  readonly clock: () => Instant;
  /** Counts the calls of interfaces. */
  readonly meter: Meter;
  /** A new id with this prefix. */
  readonly newId: (prefix: string) => string;
  readonly settings: Settings;
  /** For the operator's log: what went wrong in the background. */
  readonly onError: (error: unknown) => void;
  /** Which gateway this is, of those that share a record: the same after a restart. */
  readonly name: string;
  /** Something was promised: whoever works it off looks now. */
  readonly wake: () => void;
  /** Root of the domain; only handed to the door. */
  readonly domainRoot: string;
  /** Folder of finished bundles. */
  readonly bundles: string;
}

/** The system itself, for moves that nobody makes by hand. */
export const systemActor: Actor = { person: personId('system'), org: orgId('operator.system'), role: 'system' };

/** The document of a risk acceptance, and the events that make it. */
import type { Instant } from '../units.ts';
import type { ActedDoc, Happening } from './decider.ts';
import type { Actor } from './life.ts';
import type { Risk } from './risk-acceptance-commands.ts';
import type { RiskAcceptanceState } from './risk-acceptance-table.ts';

/** A risk, and who answers for it. */
export interface RiskAcceptance extends ActedDoc<RiskAcceptanceState>, Risk {
  readonly requestedBy: Actor;
  /** Its end, excluded; from the moment at which it was accepted. */
  readonly until?: Instant;
  /** Why it was refused or taken back. */
  readonly reason?: string;
}

type Asked = Risk & Pick<RiskAcceptance, 'requestedBy'>;
type Event<Type extends string, Payload> = Happening<`riskAcceptance.${Type}`, RiskAcceptanceState, Payload>;
/** What can happen to a risk acceptance. `riskAcceptance.accepted` is what its permit proves to the domain, so it says all that was accepted. */
export type RiskAcceptanceEvent =
  | Event<'requested', Asked>
  | Event<'accepted', Asked & { readonly until: Instant }>
  | Event<'refused' | 'withdrawn', { readonly reason: string }>
  | Event<'expired', object>;

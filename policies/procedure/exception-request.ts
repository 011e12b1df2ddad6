/** What an exception is asked with: which findings, why, until when. @see docs/decisions/022-exceptions.md */
import { z } from 'zod';
import { namedFinding } from './export-votes.ts';
import { anInstant, prose, type Parsed } from './fields.ts';
import type { Actor } from './life.ts';

/** Why a finding may be passed over: a closed list, so that the report can count them. */
export const exceptionReasons = {
  already_public: { zh: '内容已依法公开', en: 'what it says has been published' },
  structural: { zh: '由定义决定', en: 'it follows from the definition of the table' },
  consent: { zh: '数据主体同意', en: 'the units that it speaks of consent' },
  legal_duty: { zh: '法定公开义务', en: 'a statute orders its publication' },
  public_interest: { zh: '公共利益优先', en: 'public interest outweighs, with the risk named' },
} as const;
type ReasonCode = keyof typeof exceptionReasons;

/** The fields of a request. */
export const exceptionRequest = {
  /** All that is open, by name. */
  covers: z.array(namedFinding).min(1).max(500),
  code: z.enum(Object.keys(exceptionReasons) as [ReasonCode, ...ReasonCode[]]),
  justification: prose,
  /** From then on the product may not leave under it. */
  until: anInstant,
};
const aRequest = z.strictObject(exceptionRequest);
/** @see exceptionRequest */
export type ExceptionRequest = Parsed<typeof aRequest>;

/** An exception, asked for and perhaps granted. */
export interface Exception extends ExceptionRequest {
  readonly askedBy: Actor;
  readonly grantedBy?: Actor;
}

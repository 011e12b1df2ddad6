/**
 * The law of the gateway's record: every decision that may be written, by name, and how events become documents. The thread that writes
 * loads this module by its address.
 */
import { foldRecord } from './act.ts';
import { actDecision } from './decisions/act.ts';
import { confirmErasureDecision, orderErasureDecision } from './decisions/erase.ts';
import { noteDecision } from './decisions/note.ts';
import { resetDenialsDecision } from './decisions/reset-denials.ts';
import { revealDecision } from './decisions/reveal.ts';
import type { Law } from './record/decision.ts';

export const law: Law = {
  decisions: [
    actDecision,
    noteDecision,
    resetDenialsDecision,
    revealDecision,
    orderErasureDecision,
    confirmErasureDecision,
  ],
  fold: foldRecord,
};

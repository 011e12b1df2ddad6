/** Where a scenario stands, as a track of the eight stages. */
import { html, raw } from 'hono/html';
import type { Stage } from '#policies/procedure/life.ts';
import type { Json } from '../../client.ts';
import { stages } from '../../stages/collections.ts';
import { stageTitles } from '../frame.ts';
import { textOf, type Html } from '../html.ts';
import type { View } from '../view.ts';

export interface Things {
  readonly application: Json;
  /** Of the same scenario. */
  readonly runs: readonly Json[];
  readonly exports: readonly Json[];
}

/** The stage that the scenario has reached. */
export function stageOf({ application, runs, exports }: Things): Stage {
  const states = exports.map(({ state }) => textOf(state));
  if (states.includes('released')) return 'audit';
  if (states.some((state) => ['passed', 'filing_submitted', 'filed'].includes(state))) return 'export';
  if (states.length > 0 || runs.some(({ state }) => state === 'quarantined')) return 'check';
  const state = textOf(application['state']);
  if (state === 'granted') return 'run';
  return state === 'draft' || state === 'returned' ? 'propose' : 'review';
}

export function track(view: View, here: Stage): Html {
  const at = stages.indexOf(here);
  const done = view.t({ zh: '已完成', en: 'done' });
  return html`<ol class="track" aria-label="${view.t({ zh: '八个阶段', en: 'The eight stages' })}">
    ${stages.map(
      (stage, place) =>
        html`<li
          class="${place < at ? 'done' : place === at ? 'here' : ''}"
          ${raw(place === at ? 'aria-current="step"' : '')}
        >
          ${view.t(stageTitles[stage])}${place < at ? html` <span aria-label="${done}" role="img">✓</span>` : ''}
        </li>`,
    )}
  </ol>`;
}

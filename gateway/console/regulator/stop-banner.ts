/** While an emergency stop is in force, every page says so above everything else. @see DC-19, AO-28-2 */
import { html } from 'hono/html';
import type { EmergencyStopTypes } from '#policies/procedure/cases/emergency-stop.ts';
import type { Reader } from '../../record/reader.ts';
import { moment, type Html } from '../html.ts';
import type { StandingStop, View } from '../view.ts';

/** The oldest that nobody has lifted. */
export function standingStop(read: Pick<Reader, 'list'>): StandingStop | undefined {
  const docs = read.list('emergencyStop', { state: ['pulled', 'lift_proposed'] });
  const stops = docs.map(({ id, json }) => ({ id, since: (json as EmergencyStopTypes['doc']).acts[0]?.at ?? '' }));
  return stops.toSorted((one, other) => (one.since < other.since ? -1 : 1))[0];
}

export function stopBanner(view: View): Html {
  const { stop, viewer } = view;
  if (!stop) return html``;
  return html`<p class="stop" role="alert" id="emergency-stop">
    <strong>${view.t({ zh: '紧急停止生效中', en: 'The emergency stop is in force' })}</strong>
    ${view.t({ zh: '自', en: 'since' })} ${moment(view, stop.since)}:
    ${view.t({ zh: '运行、出域、查看与下载一律暂停。', en: 'no run, export, look or download until two bodies have lifted it.' })}
    ${
      viewer
        ? html`<a href="/desk/audit/emergency-stops/${encodeURIComponent(stop.id)}"
            >${view.t({ zh: '查看', en: 'Look at it' })}</a
          >`
        : ''
    }
  </p>`;
}

/**
 * The emergency stop: one form that says what it does, and two bodies to lift it. Whoever has a hand on it sees whether it is pulled, by whom
 * and why.
 *
 * @see DC-19, AO-28-2
 */
import { html } from 'hono/html';
import type { EmergencyStopTypes } from '#policies/procedure/cases/emergency-stop.ts';
import { offersOf, openingsOf } from '../../access/offers.ts';
import type { Json } from '../../client.ts';
import type { Office } from '../../office.ts';
import type { Reader } from '../console.ts';
import { stateChip } from '../desk/document.ts';
import { commandLinks, thingTable } from '../desk/things.ts';
import { csrfField, moment, type Html } from '../html.ts';
import type { View } from '../view.ts';

type Stop = EmergencyStopTypes['doc'];

export function stopPage(office: Office, { view, caller }: Reader, stops: readonly Json[]): Html {
  const open = stops.filter(({ state }) => state !== 'lifted') as unknown as readonly Stop[];
  const mayPull = openingsOf(caller).some(({ collection }) => collection === 'emergency-stops');
  return html`${
      open.length === 0
        ? html`<p class="note" role="status">${view.t({ zh: '当前没有停止。', en: 'Nothing is stopped.' })}</p>`
        : open.map((stop) =>
            standing(view, stop, commandLinks(view, offersOf(office, 'emergencyStop', stop.id, caller), stop.id)),
          )
    }
    ${mayPull && open.length === 0 ? form(view) : ''}
    <h2>${view.t({ zh: '全部记录', en: 'All of them' })}</h2>
    ${thingTable(view, 'emergencyStop', stops)}`;
}

function standing(view: View, { id, acts, state }: Stop, links: Html): Html {
  const pulled = acts[0];
  const said = acts.at(-1);
  return html`<section class="stop-form" aria-labelledby="stop-${id}">
    <h2 id="stop-${id}">
      ${view.t({ zh: '停止生效中', en: 'The stop is in force' })} ${stateChip(view, 'emergencyStop', state)}
    </h2>
    <p>
      ${pulled ? html`${moment(view, pulled.at)} · ${pulled.by.person} (${pulled.by.org})` : ''}
      ${said && said !== pulled ? html`<br />${moment(view, said.at)} · ${said.by.person} (${said.by.org})` : ''}
    </p>
    <p>
      ${view.t({
        zh: '解除须两个不同机构、不同角色的人:一人提议,另一人确认。',
        en: 'Two persons of different bodies and roles lift it: one proposes, the other confirms.',
      })}
    </p>
    ${links}
  </section>`;
}

function form(view: View): Html {
  return html`<section class="stop-form" aria-labelledby="pull">
    <h2 id="pull">${view.t({ zh: '紧急停止一切', en: 'Stop everything' })}</h2>
    <p>
      ${view.t({
        zh: '立即生效:所有运行终止,出域、查看与下载全部暂停,并通知各方。您的姓名与理由写入日志,不可撤销;只有两个机构共同才能解除。',
        en: 'At once: every run is killed; exports, looks and downloads are stopped; everybody is told. Your name and reason stand in the record for good. Only two bodies together lift it.',
      })}
    </p>
    <form method="post" action="/desk/audit/emergency-stops/new">
      ${csrfField(view)}
      <p class="field">
        <label for="stop-reason"
          >${view.t({ zh: '理由', en: 'Reason' })}
          <span class="required">${view.t({ zh: '必填', en: 'required' })}</span></label
        >
        <textarea id="stop-reason" name="reason" rows="3" maxlength="4000" required></textarea>
      </p>
      <p><button class="button">${view.t({ zh: '紧急停止', en: 'Stop everything now' })}</button></p>
    </form>
  </section>`;
}

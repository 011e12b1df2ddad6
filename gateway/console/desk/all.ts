/** Every kind of thing that a role has to do with, by stage. */
import { html } from 'hono/html';
import { lives } from '#policies/procedure/lives.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { lifeOf, stageCommands, stages } from '../../stages/collections.ts';
import { stageTitles } from '../frame.ts';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';

export function allPage(view: View, role: Role): Html {
  return html`${stages.map((stage) => {
    const own = Object.keys(stageCommands[stage]).filter((collection) => concerns(collection, role));
    return own.length === 0
      ? ''
      : html`<h2>${view.t(stageTitles[stage])}</h2>
          <ul class="links">
            ${own.map(
              (collection) =>
                html`<li><a href="/desk/${stage}/${collection}">${view.t(lives[lifeOf(collection)].title)}</a></li>`,
            )}
          </ul>`;
  })}`;
}

/** Some move of it is theirs, or they are told of one. */
function concerns(collection: string, role: Role): boolean {
  return Object.values(lives[lifeOf(collection)].moves).some(
    ({ by, tell }) => by.includes(role) || tell?.includes(role),
  );
}

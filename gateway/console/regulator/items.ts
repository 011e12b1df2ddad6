/** Small things that the pages of those who supervise share. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { Json } from '../../client.ts';
import { collections } from '../../stages/collections.ts';
import { hrefOf } from '../desk/words.ts';
import { chip, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { kindTitle } from './graph.ts';

/** Nothing where the API refuses: a part of a page that the reader may not have. */
export function itemsOf(answer: Outcome<Json>): readonly Json[] {
  return answer.ok ? (answer.value['items'] as readonly Json[]) : [];
}

/** One click selects all of it, to be copied. */
export function idCode(id: string): Html {
  return html`<code class="id">${id}</code>`;
}

/** `export/exp-1` → kind and id. */
export function partsOf(name: string): { readonly kind: string; readonly id: string } {
  const at = name.indexOf('/');
  return { kind: name.slice(0, at), id: name.slice(at + 1) };
}

/** The trace of a thing. */
export function traceHref(name: string): string {
  const { kind, id } = partsOf(name);
  return kind === 'person'
    ? `/desk/trace/people/${encodeURIComponent(id)}`
    : `/desk/trace?start=${encodeURIComponent(name)}`;
}

/** The page of a thing of the procedure; undefined for what has none. */
export function pageHref(name: string): string | undefined {
  const { kind, id } = partsOf(name);
  if (kind === 'snapshot') return `/catalog/${encodeURIComponent(id.slice(0, id.indexOf('@')))}`;
  if (!Object.values(collections).includes(kind as LifeName)) return undefined;
  return hrefOf(kind as LifeName, id);
}

/** Its kind in words and its id, leading to its page. */
export function thingLink(view: View, name: string): Html {
  const { kind, id } = partsOf(name);
  const href = pageHref(name);
  const says = view.t(kindTitle(kind));
  return href === undefined ? html`${says} ${idCode(id)}` : html`<a href="${href}">${says}</a> ${idCode(id)}`;
}

/** The state of a thing in words. */
export function stateOf(view: View, kind: string, state: string): string {
  if (!Object.hasOwn(lives, kind)) return state;
  const states: Readonly<Record<string, Title>> = lives[kind as LifeName].states;
  return states[state] ? view.t(states[state]) : state;
}

export function stateMark(view: View, kind: string, state: string | undefined): Html {
  if (state === undefined) return html``;
  const says = stateOf(view, kind, state);
  return chip(view, { zh: says, en: says }, toneOf(state));
}

/** Colour only repeats what the word says. */
function toneOf(state: string): 'calm' | 'good' | 'warn' | 'bad' {
  if (['recalled', 'suspended', 'blocked', 'rejected', 'terminated', 'revoked', 'pulled'].includes(state)) return 'bad';
  if (['released', 'active', 'registered', 'approved', 'granted', 'published'].includes(state)) return 'good';
  return 'calm';
}

export function roleOf(view: View, role: string): string {
  return Object.hasOwn(roleTitles, role) ? view.t(roleTitles[role as Role]) : role;
}

/** Who did something: a person that can be followed, his body and role. */
export function actorLink(view: View, { person, org, role }: Readonly<Record<string, unknown>>): Html {
  const name = String(person);
  return html`<a href="/desk/trace/people/${encodeURIComponent(name)}">${name}</a>
    <small>${roleOf(view, String(role))}, ${String(org)}</small>`;
}

/** A form that asks the same page for other things. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, says: string])[];
}

export function choiceField({ name, label, value, options }: Choice): Html {
  return html`<span class="pick">
    <label for="f-${name}">${label}</label>
    <select id="f-${name}" name="${name}">
      ${options.map(([one, says]) =>
        one === value
          ? html`<option value="${one}" selected>${says}</option>`
          : html`<option value="${one}">${says}</option>`,
      )}
    </select>
  </span>`;
}

export function filterForm(view: View, action: string, inside: Html): Html {
  return html`<form class="filter" method="get" action="${action}">
    ${inside}
    <button class="plain">${view.t({ zh: '筛选', en: 'Show' })}</button>
  </form>`;
}

/** Any document as people read it: what it says field by field, and what happened to it. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';
import type { Json } from '../../client.ts';
import { chip, moment, table, textOf, type Html } from '../html.ts';
import { fieldTitle } from '../forms/words.ts';
import type { View } from '../view.ts';

/** Said elsewhere on the page. */
const apart = new Set(['id', 'state', 'acts']);

export function documentFields(view: View, doc: Json): Html {
  return members(view, Object.fromEntries(Object.entries(doc).filter(([name]) => !apart.has(name))));
}

export function stateChip(view: View, life: LifeName, state: string): Html {
  const titles: Readonly<Record<string, Title>> = lives[life].states;
  return chip(view, titles[state] ?? { zh: state, en: state });
}

interface ShownAct {
  readonly type: string;
  readonly to: string;
  readonly at: string;
  readonly by?: { readonly person?: string; readonly org?: string; readonly role: Role };
}

/** What happened, oldest first. */
export function history(view: View, life: LifeName, doc: Json): Html {
  const acts = (doc['acts'] ?? []) as readonly ShownAct[];
  const states: Readonly<Record<string, Title>> = lives[life].states;
  return table(view, {
    caption: view.t({ zh: '办理过程', en: 'What happened' }),
    head: [
      view.t({ zh: '时间', en: 'when' }),
      view.t({ zh: '动作', en: 'what' }),
      view.t({ zh: '经办', en: 'who' }),
      view.t({ zh: '状态', en: 'state after it' }),
    ],
    rows: acts.map(({ type, to, at, by }) => [
      moment(view, at),
      fieldTitle(view, type.slice(type.indexOf('.') + 1)),
      by ? html`${view.t(roleTitles[by.role])} <small>${by.person ?? ''} ${by.org ?? ''}</small>` : '–',
      view.t(states[to] ?? { zh: to, en: to }),
    ]),
  });
}

function members(view: View, value: Json): Html {
  return html`<dl>
    ${Object.entries(value).map(
      ([name, one]) =>
        html`<dt>${fieldTitle(view, name)}</dt>
          <dd>${shown(view, one)}</dd>`,
    )}
  </dl>`;
}

/** Longer texts, and texts of several lines, keep their lines. */
const longText = 120;

function shown(view: View, value: unknown): Html {
  if (value === null || value === undefined) return html`–`;
  if (typeof value === 'boolean') return html`${view.t(value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' })}`;
  if (isTitle(value)) return html`${view.t(value)}`;
  if (Array.isArray(value)) return list(view, value);
  if (typeof value === 'object') return members(view, value as Json);
  const text = textOf(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return moment(view, text);
  return text.includes('\n') || text.length > longText ? html`<pre>${text}</pre>` : html`${text}`;
}

function list(view: View, values: readonly unknown[]): Html {
  if (values.length === 0) return html`–`;
  if (values.every((one) => typeof one !== 'object'))
    return html`${values.map(textOf).join(view.t({ zh: '、', en: ', ' }))}`;
  return html`<ol>
    ${values.map((one) => html`<li>${shown(view, one)}</li>`)}
  </ol>`;
}

function isTitle(value: unknown): value is Title {
  return (
    typeof value === 'object' && value !== null && 'zh' in value && 'en' in value && Object.keys(value).length === 2
  );
}

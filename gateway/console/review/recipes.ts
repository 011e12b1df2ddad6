/** The attack recipes in words: what somebody who holds several releases would subtract from what, and how few units that leaves. */
import { html } from 'hono/html';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';

interface Told {
  readonly recipes: readonly string[];
  /** What earlier refusals have told. */
  readonly denied: readonly string[];
}

export function recipeList(view: View, { recipes, denied }: Told): Html {
  const none = html`<p>${view.t({ zh: '没有找到攻击配方。', en: 'No recipe was found.' })}</p>`;
  return html`<h3 id="recipes">${view.t({ zh: '攻击配方', en: 'Attack recipes' })}</h3>
    ${
      recipes.length === 0
        ? none
        : html`<ol class="recipes">
            ${recipes.map((recipe) => html`<li>${inWords(view, recipe)}</li>`)}
          </ol>`
    }
    ${
      denied.length === 0
        ? ''
        : html`<h3>${view.t({ zh: '既往拒绝已透露的差异', en: 'What earlier refusals have told already' })}</h3>
            <ul>
              ${denied.map((recipe) => html`<li>${inWords(view, recipe)}</li>`)}
            </ul>`
    }`;
}

/** `a − b + c = 3 persons (fewer than 10)`: the engine's sentence, and what somebody would do. */
function inWords(view: View, recipe: string): Html {
  const plan = planOf(recipe);
  if (!plan) return html`<code>${recipe}</code>`;
  const { first, taken, added, left } = plan;
  const and = view.t({ zh: '、', en: ' and ' });
  const quote = (texts: readonly string[]) =>
    texts.map((text) => view.t({ zh: `“${text}”`, en: `“${text}”` })).join(and);
  const more = added.length === 0 ? '' : view.t({ zh: `,再加上${quote(added)}`, en: `, add ${quote(added)}` });
  const says = view.t({
    zh: `从“${first}”中减去${quote(taken)}${more},剩下 ${left}。`,
    en: `Take “${first}”, subtract ${quote(taken)}${more}: what is left is ${left}.`,
  });
  return html`${says}<br /><code>${recipe}</code>`;
}

interface Plan {
  readonly first: string;
  readonly taken: readonly string[];
  readonly added: readonly string[];
  readonly left: string;
}

/** Undefined for a sentence of another form, which is shown as it is. */
export function planOf(recipe: string): Plan | undefined {
  const at = recipe.lastIndexOf(' = ');
  if (at < 0) return undefined;
  const [first = '', ...rest] = recipe.slice(0, at).split(/ (?=[\u2212+] )/u);
  const taken = rest.filter((term) => term.startsWith('\u2212')).map((term) => term.slice(2));
  const added = rest.filter((term) => term.startsWith('+')).map((term) => term.slice(2));
  return taken.length === 0 ? undefined : { first, taken, added, left: recipe.slice(at + 3) };
}

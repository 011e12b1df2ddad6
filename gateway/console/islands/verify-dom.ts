/** How results are written on the page: text only, so that nothing of a file becomes markup. */
import type { Title } from '#policies/catalog/entry.ts';

export const lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';

export function say(parent: HTMLElement, tag: string, title: Title, more = ''): void {
  parent.append(line(tag, more === '' ? title[lang] : `${title[lang]} ${more}`));
}

/** What comes from a file or from the rules: as it is. */
export function quote(parent: HTMLElement, text: string): void {
  const made = line('code', text);
  // Refusals are written in English.
  made.lang = 'en';
  const paragraph = document.createElement('p');
  paragraph.append(made);
  parent.append(paragraph);
}

/** Marks that do not depend on a colour. */
export function tick(parent: HTMLElement, isFine: boolean, title: Title): void {
  parent.append(line('p', `${isFine ? '✓' : '✗'} ${title[lang]}`));
}

/** An empty result that says how it went. */
export function begin(result: HTMLElement, state: 'good' | 'bad' | 'unknown', title: Title): void {
  result.replaceChildren();
  result.dataset['state'] = state;
  result.append(line('h3', title[lang]));
}

function line(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

export function element(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`#${id}`);
  if (!found) throw new Error(`Cannot show the page: must have #${id}`);
  return found;
}

export function filesOf(input: HTMLElement): readonly File[] {
  return input instanceof HTMLInputElement ? [...(input.files ?? [])] : [];
}

/** How the fields of forms and documents are called. What is not here is called by its own name, with spaces. */
import type { Title } from '#policies/catalog/entry.ts';
import type { View } from '../view.ts';

const titles: Readonly<Record<string, Title>> = {
  reason: { zh: '理由', en: 'Reason' },
  comment: { zh: '意见', en: 'Comment' },
  title: { zh: '名称', en: 'Title' },
};

/** In the language of the reader. */
export function fieldTitle(view: View, name: string): string {
  const found = Object.hasOwn(titles, name) ? titles[name] : undefined;
  return found ? view.t(found) : spaced(name);
}

function spaced(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

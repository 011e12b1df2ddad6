/** Long lists page by page: links to what follows and back to the beginning, with whatever else was asked. */
import { html } from 'hono/html';
import type { Html } from './html.ts';
import type { View } from './view.ts';

export interface Paging {
  /** The cursor of what follows; undefined on the last page. */
  readonly next: string | undefined;
  readonly isFirst: boolean;
}

/** Nothing where everything is on one page. */
export function pagesOf(view: View, { next, isFirst }: Paging): Html {
  if (next === undefined && isFirst) return html``;
  return html`<nav class="pages" aria-label="${view.t({ zh: '翻页', en: 'Pages' })}">
    <ul>
      ${isFirst ? '' : html`<li><a rel="first" href="${hereWith(view, undefined)}">${view.t({ zh: '第一页', en: 'First page' })}</a></li>`}
      ${next === undefined ? '' : html`<li><a rel="next" href="${hereWith(view, next)}">${view.t({ zh: '下一页', en: 'Next page' })}</a></li>`}
    </ul>
  </nav>`;
}

function hereWith({ path }: View, after: string | undefined): string {
  const { pathname, searchParams } = new URL(path, 'http://here');
  searchParams.delete('after');
  if (after !== undefined) searchParams.set('after', after);
  const query = searchParams.toString();
  return query === '' ? pathname : `${pathname}?${query}`;
}

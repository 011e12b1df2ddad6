/** Small things that the public pages share. */
import { html } from 'hono/html';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';

/** What somebody has written, in his own language: marked where it is another than that of the page. */
export function said(view: View, text: string): Html {
  const isChinese = /\p{Script=Han}/u.test(text);
  if (isChinese === (view.lang === 'zh') || text === '') return html`${text}`;
  return html`<span lang="${isChinese ? 'zh-CN' : 'en'}">${text}</span>`;
}

/** Texts one after another. */
export function saidAll(view: View, texts: readonly string[]): Html {
  return html`${texts.map((text, at) => html`${at > 0 ? view.t({ zh: ';', en: '; ' }) : ''}${said(view, text)}`)}`;
}

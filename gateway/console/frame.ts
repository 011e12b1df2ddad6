/** The frame of every page: the stages, the desk of who has signed in, language and light. Readable without JavaScript. */
import { html, raw } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { roleTitles } from '#policies/procedure/roles.ts';
import { stages } from '../stages/collections.ts';
import { addressOf, type Island } from './assets.ts';
import { desks } from './desks.ts';
import { csrfField, type Html } from './html.ts';
import { stopBanner } from './regulator/stop-banner.ts';
import type { View } from './view.ts';

export const stageTitles: Record<Stage, Title> = {
  catalog: { zh: '目录', en: 'catalog' },
  simulate: { zh: '仿真', en: 'simulate' },
  propose: { zh: '申请', en: 'propose' },
  review: { zh: '审核', en: 'review' },
  run: { zh: '运行', en: 'run' },
  check: { zh: '核查', en: 'check' },
  export: { zh: '出域', en: 'export' },
  audit: { zh: '审计', en: 'audit' },
};

export interface Page {
  readonly title: Title;
  readonly stage?: Stage;
  readonly body: Html;
  /** Scripts of this page; it says the same without them where it only informs. */
  readonly islands?: readonly Island[];
  /** Takes the whole width: a workbench, a heat-map. */
  readonly wide?: boolean;
}

export async function page(view: View, { title, stage, body, islands = [], wide = false }: Page): Promise<Html> {
  const { lang, theme, nonce } = view;
  const scripts = await Promise.all(islands.map((island) => addressOf(island)));
  return html`<!doctype html>
    <html lang="${langTag[lang]}" ${attribute('data-theme', theme)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${view.t(title)} · Sluice 域闸</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
        ${scripts.map((src) => html`<script type="module" src="${src}" nonce="${nonce}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">${view.t({ zh: '跳到正文', en: 'Skip to the content' })}</a>
        ${header(view, stage)} ${stopBanner(view)}
        <main id="main" ${attribute('class', wide ? 'wide' : undefined)}>
          <h1>${view.t(title)}</h1>
          ${body}
        </main>
        <footer>
          <p>
            ${view.t({ zh: '原始数据不出域,可用不可见。', en: 'Raw data never leaves the domain.' })}
            <a href="/verify">${view.t({ zh: '验证证书', en: 'Verify a certificate' })}</a> ·
            <a href="/api">API</a>
          </p>
        </footer>
      </body>
    </html>`;
}

const langTag = { zh: 'zh-CN', en: 'en' } as const;

function header(view: View, stage: Stage | undefined): Html {
  const { viewer } = view;
  return html`<header>
    <a class="name" href="/">Sluice <span lang="zh-CN">域闸</span></a>
    <nav class="stages" aria-label="${view.t({ zh: '八个阶段', en: 'Stages' })}">
      <ol>
        ${stages.map(
          (name) =>
            html`<li>
              <a href="/${name}" ${attribute('aria-current', name === stage ? 'page' : undefined)}
                >${view.t(stageTitles[name])}</a
              >
            </li>`,
        )}
      </ol>
    </nav>
    <div class="me">
      ${
        viewer
          ? html`<a href="/account" title="${view.t(roleTitles[viewer.role])}">${view.t(viewer.title)}</a>
              ${signOut(view)}`
          : html`<a href="/account/sign-in">${view.t({ zh: '登录', en: 'Sign in' })}</a>`
      }
      ${choices(view)}
    </div>
    ${viewer ? deskLinks(view, viewer.role) : ''}
  </header>`;
}

/** On every page of a session. @see ASVS 5.0.0 7.4.4 */
function signOut(view: View): Html {
  if (view.csrf === '') return html``;
  return html`<form method="post" action="/account/sign-out">
    ${csrfField(view)}<button class="link">${view.t({ zh: '退出', en: 'Sign out' })}</button>
  </form>`;
}

/** Links, so that they work without a script; where they lead back to is a path of this console. */
function choices(view: View): Html {
  const back = encodeURIComponent(view.path);
  const other = view.lang === 'zh' ? ({ to: 'en', says: 'English' } as const) : ({ to: 'zh', says: '中文' } as const);
  const theme = view.theme === 'dark' ? 'light' : 'dark';
  const says = { light: { zh: '浅色', en: 'Light' }, dark: { zh: '深色', en: 'Dark' } }[theme];
  return html`<a href="/preferences?lang=${other.to}&back=${back}" lang="${langTag[other.to]}" hreflang="${other.to}"
      >${other.says}</a
    >
    <a href="/preferences?theme=${theme}&back=${back}">${view.t(says)}</a>`;
}

function deskLinks(view: View, role: keyof typeof desks): Html {
  const here = new URL(view.path, 'http://here').pathname;
  return html`<nav class="desk" aria-label="${view.t({ zh: '我的工作台', en: 'My desk' })}">
    <ul>
      ${desks[role].map(
        ({ href, title }) =>
          html`<li>
            <a href="${href}" ${attribute('aria-current', href === here ? 'page' : undefined)}>${view.t(title)}</a>
          </li>`,
      )}
    </ul>
  </nav>`;
}

/** ` name="value"`, or nothing. The value is one of ours, never of a person. */
function attribute(name: string, value: string | undefined): Html {
  return value === undefined ? html`` : html`${raw(`${name}="`)}${value}${raw('"')}`;
}

/** Who looks at a page, in which language and light, and what a page needs of its request. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { SecureHeadersVariables } from 'hono/secure-headers';
import type { Title } from '#policies/catalog/entry.ts';
import { csrfOf } from '../accounts/csrf.ts';
import type { Caller, Identity } from '../accounts.ts';

export type Lang = 'zh' | 'en';
export type Theme = 'light' | 'dark';

export interface View {
  readonly lang: Lang;
  /** Chosen by hand; that of the system where not. */
  readonly theme: Theme | undefined;
  /** Nobody on the public pages. */
  readonly viewer: Caller | undefined;
  /** Of style elements that an island makes: the only ones that the content security policy lets through. */
  readonly nonce: string;
  /** Where the reader is, with its query. */
  readonly path: string;
  /** What every form of a session must send. Empty where there is none to protect. */
  readonly csrf: string;
  /** The emergency stop that is in force. */
  readonly stop?: StandingStop | undefined;
  /** In the language of the reader. */
  t(title: Title): string;
}

/** That everything is stopped is everybody's to know; why, is told to whom it is told. */
export interface StandingStop {
  readonly id: string;
  readonly since: string;
}

export interface ViewEnv {
  Variables: {
    view: View;
    /** Who a request about his own sign-in is from, for the log of the process. */
    signedIn?: string;
  } & Partial<SecureHeadersVariables>;
}

export const languageCookie = 'sluice_lang';
export const themeCookie = 'sluice_theme';

/** @param stopNow what stops everything now */
export function viewer(identity: Identity, stopNow: () => StandingStop | undefined = () => undefined) {
  return createMiddleware<ViewEnv>(async (c, next) => {
    c.set('view', viewFor(c, await identity.identify(c.req.raw), stopNow()));
    await next();
  });
}

/** The view of a request; also of a page that the API answers with. */
export function viewFor(c: Context, found: Caller | undefined, stop?: StandingStop): View {
  const lang = languageOf(chosen(c, languageCookie) ?? accepted(c.req.header('accept-language')));
  const { pathname, search } = new URL(c.req.url);
  return {
    lang,
    theme: themeOf(chosen(c, themeCookie)),
    viewer: found,
    nonce: c.get('secureHeadersNonce') ?? '',
    path: pathname + search,
    stop,
    csrf: found?.session === undefined ? '' : csrfOf(found.session),
    t: (title) => title[lang],
  };
}

/** Over https the cookie has the name that a browser keeps to this host. */
function chosen(c: Context, name: string): string | undefined {
  return getCookie(c, name, 'host') ?? getCookie(c, name);
}

export function languageOf(text: string | undefined): Lang {
  return text === 'zh' ? 'zh' : 'en';
}

export function themeOf(text: string | undefined): Theme | undefined {
  return text === 'light' || text === 'dark' ? text : undefined;
}

/** The first of our two languages that a browser asks for. */
function accepted(header: string | undefined): string | undefined {
  const tag = header?.split(',').find((one) => /^\s*(zh|en)\b/i.test(one));
  return tag?.trim().slice(0, 2).toLowerCase();
}

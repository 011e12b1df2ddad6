/** The two cookies of signing in: of the session, and of the moment between password and code. Both end with the browser, or before. */
import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { parse, type CookieOptions } from 'hono/utils/cookie';

/** Over https a browser keeps it to this host and to the whole of it. */
export function cookieName(secure: boolean): string {
  return secure ? '__Host-sluice-session' : 'sluice-session';
}

export function challengeName(secure: boolean): string {
  return secure ? '__Host-sluice-second' : 'sluice-second';
}

interface Signed {
  readonly secure: boolean;
  /** As Better Auth reads it. */
  readonly sign: (value: string) => string;
}

/** Lax, so that a link from elsewhere leads to where one was signed in; what changes something needs more than the cookie. */
export function setSession(c: Context, { secure, sign }: Signed, token: string): void {
  setCookie(c, cookieName(secure), sign(token), optionsOf(secure, 'Lax'));
}

export function dropSession(c: Context, { secure }: Signed): void {
  deleteCookie(c, cookieName(secure), optionsOf(secure, 'Lax'));
}

/** @param value as Better Auth has signed it */
export function setChallenge(c: Context, { secure }: Signed, value: string): void {
  setCookie(c, challengeName(secure), value, { ...optionsOf(secure, 'Strict'), maxAge: 300 });
}

export function dropChallenge(c: Context, { secure }: Signed): void {
  deleteCookie(c, challengeName(secure), optionsOf(secure, 'Strict'));
}

/** The one cookie as Better Auth is to see it: no other of the request concerns it. Undefined where it was not sent. */
export function onlyCookie(headers: Headers, name: string): Headers | undefined {
  const value = parse(headers.get('cookie') ?? '', name)[name];
  return value === undefined ? undefined : new Headers({ cookie: `${name}=${encodeURIComponent(value)}` });
}

function optionsOf(secure: boolean, sameSite: 'Lax' | 'Strict'): CookieOptions {
  return { path: '/', httpOnly: true, secure, sameSite };
}

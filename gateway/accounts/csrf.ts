/**
 * What a page writes into its forms, so that a form of another site is not taken for ours. `session` is not the cookie, which no page may
 * tell: it is what the key of the installation made of it, see session-key.ts. So neither a page nor whoever knows a cookie can make one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The form field that carries it; a script sends the header. */
export const csrfField = '_csrf';
export const csrfHeader = 'x-csrf-token';

/** @param session `Caller.session` */
export function csrfOf(session: string): string {
  return createHmac('sha256', session).update('sluice csrf').digest('base64url');
}

/** In a time that does not tell how much of `given` was right. */
export function isCsrf(session: string, given: string | undefined): boolean {
  const due = Buffer.from(csrfOf(session));
  const got = Buffer.from(given ?? '');
  return due.length === got.length && timingSafeEqual(due, got);
}

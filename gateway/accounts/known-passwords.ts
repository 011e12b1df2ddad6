/**
 * Passwords that everybody tries first. None are shipped: an installation lays a list of its own beside its sign-ins, one to a line, such as
 * a list of leaked ones of at least 12 characters.
 *
 * @see ASVS 5.0.0 6.2.4, 6.2.12; NIST SP 800-63B §5.1.1.2
 */
import { existsSync, readFileSync } from 'node:fs';

/** In lower case; empty where there is no such file. */
export function readKnownPasswords(file: string): ReadonlySet<string> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/) : [];
  return new Set(lines.filter((line) => line !== '').map(folded));
}

export function isKnown(known: ReadonlySet<string>, password: string): boolean {
  return known.has(folded(password));
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

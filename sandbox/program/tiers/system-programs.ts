/** Programs of the operating system that the tiers are made of. They are looked for in the folders of the system only, never by PATH. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const folders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin'];

/** @returns the absolute path, or undefined where the system has none */
export function findProgram(name: string): string | undefined {
  return folders
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** @throws Error where it is missing; a confinement is only used where its programs are */
export function requireProgram(name: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`Cannot confine a program: needs ${name}`);
  return path;
}

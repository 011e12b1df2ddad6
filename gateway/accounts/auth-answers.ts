/** What is asked of Better Auth, and how its answers are read; without loading it, which takes half a second. */
import { createHash } from 'node:crypto';

/** Addresses are not used for mail: they only give a person a key in the table of users. */
export function addressOf(person: string): string {
  return `${createHash('sha256').update(person).digest('hex')}@person.invalid`;
}

/** What it answers, or undefined where it says no. What else goes wrong is thrown. */
export async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'APIError' &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode < 500
  );
}

/** A command as the policies name it: `check.exports.vote` is the action of `POST /api/v1/check/exports/:id/vote`. */
import type { Stage } from '../procedure/life.ts';
import type { LifeName } from '../procedure/lives.ts';

/** Where a command of a life is given. */
export interface CommandRoute {
  /** `account`: by a route of its own. */
  readonly stage: Stage | 'account';
  readonly collection: string;
  readonly command: string;
  readonly life: LifeName;
}

/**
 * The name of the action of a command, or of reading a collection (`read`).
 *
 * @see spec/console.md “Authorization”
 */
export function actionOf({ stage, collection, command }: Omit<CommandRoute, 'life'>): string {
  return `${stage}.${collection}.${command}`;
}

/** The files of policies/access that are printed from the tables: name → text. `npm run docs` writes them, a test compares. */
import { commandRoutes } from '#gateway/access/command-routes.ts';
import { printActions, printFourEyes, printLives } from '#policies/access/print-lives.ts';

export function printedPolicies(): ReadonlyMap<string, string> {
  return new Map([
    ['lives.cedar', printLives(commandRoutes)],
    ['four-eyes.cedar', printFourEyes(commandRoutes)],
    ['actions.cedarschema', printActions(commandRoutes)],
  ]);
}

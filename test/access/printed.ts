/** The files of policies/access that are printed from the tables: name → text. `npm run docs` writes them, a test compares. */
import { commandRoutes } from '#gateway/access/command-routes.ts';
import { operationRoutes } from '#gateway/access/operation-routes.ts';
import { printActions, printFourEyes, printLives } from '#policies/access/print-lives.ts';
import { printOperationActions, printOperations } from '#policies/access/print-operations.ts';

export function printedPolicies(): ReadonlyMap<string, string> {
  return new Map([
    ['lives.cedar', printLives(commandRoutes)],
    ['four-eyes.cedar', printFourEyes(commandRoutes)],
    ['operations.cedar', printOperations(operationRoutes)],
    ['actions.cedarschema', `${printActions(commandRoutes)}\n${printOperationActions(operationRoutes)}`],
  ]);
}

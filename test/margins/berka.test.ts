/**
 * Tables with margins over the bank, released by the real lane and attacked with all that they show. `SLUICE_RUNS=1 npx vitest run
 * test/margins` prints how much was hidden.
 *
 * @see disclosure.md §2.3–2.5; DC-08
 */
import { attackTables } from './attacked.ts';
import { berkaTables } from './berka-tables.ts';
import { berkaGround } from './ground.ts';

attackTables({ name: 'Berka', tables: berkaTables, groundOf: berkaGround });

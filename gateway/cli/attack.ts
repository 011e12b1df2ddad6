/** `sluice attack`: tries the classic attacks against an installation made for it, and prints which layer stopped each. */
import { layers } from '../attack/adversary.ts';
import { runAttacks } from '../attack/report.ts';

/** Exit code 1 when an attack succeeds. */
export async function attack(): Promise<number> {
  process.stdout.write(`Layers: ${Object.values(layers).join('; ')}\n\n`);
  const results = await runAttacks(({ attack: { title, tells }, stopped, by }) => {
    process.stdout.write(
      `${stopped ? '✓ stopped ' : '✗ SUCCEEDED '} ${title.zh} ${title.en}\n    would tell: ${tells}\n    ${by}\n`,
    );
  });
  return results.every(({ stopped }) => stopped) ? 0 : 1;
}

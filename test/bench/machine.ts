/** On what it was measured: numbers without it mean nothing. */
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { versions } from '#sandbox/supervisor/versions.ts';

export function describeMachine(): string {
  const processors = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const [load = 0] = loadavg();
  return [
    `- ${new Date().toISOString().slice(0, 10)}, ${type()} ${release()}`,
    `- ${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${memory} GiB`,
    `- Node ${versions.node}, @duckdb/node-api ${versions.duckdb}`,
    `- load when it ended: ${load.toFixed(1)} (of which the bench itself is about 1)`,
  ].join('\n');
}

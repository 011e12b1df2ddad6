/** On what it was measured, and when. */
import { cpus, loadavg, release, type } from 'node:os';
import { versions } from '#sandbox/supervisor/versions.ts';
import type { MeasuredFile } from './measured-file.ts';

export function describeMachine(): MeasuredFile['adult']['machine'] {
  const processors = cpus();
  const [load = 0] = loadavg();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return {
    date: new Date().toISOString().slice(0, 10),
    system: `${processors.length} × ${model}, ${type()} ${release()}, Node ${versions.node}, @duckdb/node-api ${versions.duckdb}`,
    load: Number(load.toFixed(1)),
  };
}

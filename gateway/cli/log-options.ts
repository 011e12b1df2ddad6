/** What the verbs of `sluice log` may be given; each takes what it needs. */
import type { parseArgs } from 'node:util';

export const logOptions = {
  dir: { type: 'string', default: process.env['SLUICE_DATA'] ?? '.data' },
  port: { type: 'string', default: process.env['SLUICE_PORT'] ?? '8620' },
  as: { type: 'string' },
  policy: { type: 'string' },
  state: { type: 'string' },
  key: { type: 'string' },
  name: { type: 'string' },
  'log-vkey': { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const;

export type LogOptions = ReturnType<typeof parseArgs<{ options: typeof logOptions; allowPositionals: true }>>['values'];

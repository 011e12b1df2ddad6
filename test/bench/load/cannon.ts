/** Reads and durable writes as fast as they are answered, by many vendors at once, beside the bare handlers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { rate, type Table } from '../table.ts';
import type { Served } from './city.ts';

const [seconds, connections] = [15, 32];

interface Shot {
  readonly name: string;
  readonly url: string;
  readonly body?: object;
  readonly tokens: readonly string[];
}

/** As vendors send it: durable when it is answered. */
export const aDemand = {
  scenario: '信贷',
  wanted: '用水数据',
  purpose: '风险评估',
  value: '高',
  channel: 'online',
};

export async function benchCannon({ running: { url }, tokens }: Served, scratch: string): Promise<Table> {
  const [token = ''] = tokens;
  const path = `${url}/api/v1/catalog/entries/ent_registration`;
  const answer = await (await fetch(path, { headers: { authorization: `Bearer ${token}` } })).text();
  const peer = spawn(process.execPath, [join(import.meta.dirname, 'peer.ts'), join(scratch, 'peer.db'), answer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(peer.stdout, 'data')) as [Buffer];
  const bare = String(line).trim();
  try {
    const rows = [
      await fire({ name: 'GET an entry of the same bytes, bare Hono', url: `${bare}/read`, tokens: [''] }),
      await fire({ name: 'GET an entry of the catalog', url: path, tokens }),
      await fire({ name: 'GET /api/v1/me', url: `${url}/api/v1/me`, tokens }),
      await fire({ name: 'POST, one durable INSERT, bare Hono', url: `${bare}/write`, body: aDemand, tokens: [''] }),
      await fire({
        name: 'POST a demand: decided, logged, durable',
        url: `${url}/api/v1/propose/demands`,
        body: aDemand,
        tokens,
      }),
    ];
    const columns = [
      `${connections} connections, ${seconds} s`,
      'answers a second',
      'p50 ms',
      'p99 ms',
      'not 2xx',
      'errors',
    ];
    return { title: 'Answers of the gateway beside bare handlers', columns, rows };
  } finally {
    peer.kill();
  }
}

async function fire({ name, url, body, tokens }: Shot): Promise<readonly string[]> {
  const requests = tokens.map((token) => ({
    method: body ? ('POST' as const) : ('GET' as const),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }));
  const {
    requests: answered,
    latency,
    non2xx,
    errors,
  } = await autocannon({ url, connections, duration: seconds, requests });
  return [name, rate(answered.average), String(latency.p50), String(latency.p99), String(non2xx), String(errors)];
}

/** What can be measured of a running installation without telling of anybody: counts and durations of operations, the record, the process. */
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Office } from '../office.ts';

export interface Meters {
  readonly registry: Registry;
  /** Counts a request by the template of its path, never by the path. */
  readonly count: MiddlewareHandler;
  readonly requests: Counter<'method' | 'route' | 'status'>;
}

/** Seconds; answers of the record take milliseconds, runs on simulation data seconds. */
const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

export function openMeters({ record: { read } }: Pick<Office, 'record'>, faults: () => number): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'sluice_' });
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({ name: 'sluice_requests_total', help: 'answers', labelNames, registers: [registry] });
  const seconds = new Histogram({
    name: 'sluice_request_seconds',
    help: 'time to an answer',
    labelNames: ['method', 'route'],
    buckets,
    registers: [registry],
  });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge('sluice_record_entries', 'entries of the log', () => read.size());
  gauge('sluice_faults', 'things that went wrong behind the answers since the start', faults);
  const count = createMiddleware(async (c, next) => {
    const end = seconds.startTimer();
    await next();
    const route = routePath(c);
    requests.inc({ method: c.req.method, route, status: c.res.status });
    end({ method: c.req.method, route });
  });
  return { registry, count, requests };
}

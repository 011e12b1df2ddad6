/** The desk of those who supervise: filings, clocks, ledger, trace, sampling, reports. What each may see is the API's to say. */
import { Hono } from 'hono';
import type { Console } from '../console.ts';
import type { ViewEnv } from '../view.ts';
import { simulationDataPages } from '../public/simulation-data.ts';
import { dutyRoutes } from './duties.ts';
import { filingRoutes } from './filings.ts';
import { ledgerRoutes } from './ledger.ts';
import { peopleRoutes } from './people.ts';
import { replayRoutes } from './replay.ts';
import { reportRoutes } from './reports.ts';
import { samplingRoutes } from './sampling.ts';
import { traceRoutes } from './trace.ts';

/** Below `/desk`, before the general pages of every life. */
export function regulatorPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  for (const routes of [
    filingRoutes,
    dutyRoutes,
    ledgerRoutes,
    traceRoutes,
    peopleRoutes,
    replayRoutes,
    samplingRoutes,
    reportRoutes,
    simulationDataPages,
  ])
    routes(app, console);
  return app;
}

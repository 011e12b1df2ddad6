/** `/workbench`: the page, its answers, and what its editor completes from. The script asks the same address for the same panels. */
import { Hono, type Context } from 'hono';
import { readerOf, show, type Console, type Reader } from '../console.ts';
import type { ViewEnv } from '../view.ts';
import { answerTo, refusalsOf, type Given } from './answer.ts';
import { askedIn } from './asked.ts';
import { entriesFor, exampleFor, knownFrom } from './catalog.ts';
import { gridOf } from './grid.ts';
import { workbenchPage } from './page.ts';
import { forecastPanel, resultPanel, saysOf } from './panels.ts';
import { problemOf } from './problems.ts';
import { proposeFrom, proposeLinks } from './propose.ts';
import { startingWith } from './starts.ts';
import type { Answer } from './wire.ts';

const title = { zh: '开发台', en: 'Workbench' };

export function workbenchPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.get('/workbench', (c) => openPage(c, console));
  app.post('/workbench', (c) => answer(c, console));
  app.post('/workbench/propose', async (c) => proposeFrom(c, console, askedIn(await fieldsOf(c))));
  app.get('/workbench/catalog.json', async (c) => {
    const { view, api } = readerOf(c, console);
    return c.json(knownFrom(view, await entriesFor(api)), 200, { 'cache-control': 'private, max-age=60' });
  });
  return app;
}

async function fieldsOf(c: Context<ViewEnv>): Promise<(name: string) => string | undefined> {
  const form = await c.req.formData();
  return (name) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : undefined;
  };
}

/** With `?table=` a first text about it, with `?sql=` a text from elsewhere in the console. */
async function openPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const { table, ...fields } = c.req.query();
  const example = table === undefined ? undefined : exampleFor(await entriesFor(reader.api), table);
  const asked = startingWith(askedIn((name) => (name === 'sql' ? (fields['sql'] ?? example) : fields[name])));
  const isSent = asked.sql !== '' && (example !== undefined || fields['sql'] !== undefined);
  return showBench(c, console, { reader, given: { asked }, isSent });
}

async function answer(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const field = await fieldsOf(c);
  const asked = askedIn(field);
  const outcome = await answerTo(reader.api, asked, field('do') === 'run' ? 'run' : 'check');
  const given: Given = { asked, outcome };
  if (c.req.header('accept') === 'application/json') return c.json(await answerFor(reader, console, given));
  return showBench(c, console, { reader, given, isSent: true });
}

async function answerFor({ view }: Reader, { office }: Console, given: Given): Promise<Answer> {
  const { asked, outcome } = given;
  const simulation = outcome?.ok ? outcome.value.simulation : undefined;
  return {
    says: saysOf(view, given),
    forecast: String(await forecastPanel(view, office, given)),
    ...(simulation && { result: String(await resultPanel(view, given, false)), grid: gridOf(view, simulation) }),
    problems: refusalsOf(given).map((refusal) => problemOf(view, asked, refusal)),
  };
}

interface Bench {
  readonly reader: Reader;
  readonly given: Given;
  readonly isSent: boolean;
}

async function showBench(c: Context<ViewEnv>, console: Console, { reader, given, isSent }: Bench): Promise<Response> {
  const { view, api } = reader;
  const body = workbenchPage(view, {
    asked: given.asked,
    entries: await entriesFor(api),
    isSent,
    forecast: forecastPanel(view, console.office, given),
    result: resultPanel(view, given),
    says: saysOf(view, given),
    propose: await proposeLinks(reader),
  });
  const status = given.outcome?.ok === false ? 422 : 200;
  return show(c, { title, stage: 'simulate', body, islands: ['workbench'], wide: true }, status);
}

/**
 * Interfaces over HTTP. Who calls with a key is answered before anybody asks for an account: a key is no person and reaches nothing else. With
 * an account the vendor tries its own interface, hands out keys and reads what was called.
 *
 * @see docs/decisions/061-api-products.md
 */
import { Hono, type Context } from 'hono';
import { dayAt, endOfDay } from '#policies/procedure/working-days.ts';
import type { ApiKey } from '#policies/procedure/cases/api-key.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { mayRead } from '../access/may.ts';
import type { Caller, Identity } from '../accounts.ts';
import { keepDenials } from '../accounts/denied.ts';
import { isDesk } from '../accounts/desk.ts';
import { giveTable } from '../api/conventions/released.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { bytesOf, decideCall, readCall, sendAnswer, tableIn } from '../products/answer.ts';
import { callReaders, callsOf } from '../products/calls.ts';
import { describeProduct } from '../products/describe.ts';
import { hasKey, issueKey, keyFor, newKey } from '../products/keys.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';
import { actorOf } from './life-routes.ts';
import { parseBody } from './parse-body.ts';

type Product = DocOf<'product'>;
type Next = () => Promise<void>;

/** What is answered by key; everything else goes on to who asks for an account. */
export function keyRoutes(office: Office, identity: Identity): Hono {
  const app = new Hono();
  const own = '/products/:id';
  if (isDesk(identity)) app.use(`${own}/answers`, onlyWithKey(keepDenials(identity.denied)));
  const call = (c: Context, next: Next) => (hasKey(c.req.raw) ? answerKey(c, office) : next());
  app.get(`${own}/answers`, call);
  app.post(`${own}/answers`, call);
  app.get(`${own}/openapi.json`, (c, next) => (hasKey(c.req.raw) ? describeToKey(c, office) : next()));
  return app;
}

type Middleware = (c: Context, next: Next) => Promise<Response | void>;

function onlyWithKey(middleware: Middleware): Middleware {
  return (c, next) => (hasKey(c.req.raw) ? middleware(c, next) : next());
}

/** One answer for a wrong key, one that is over, another product's, and a product that there is not. */
function unknownKey(c: Context): Response {
  c.header('www-authenticate', 'Bearer realm="sluice"');
  return respond(
    c,
    refuse('E_AUTH', 'Cannot answer the call: must come with a key of this product that is in force', {
      remedy:
        'Send the key that the vendor gave you as "Authorization: Bearer slk_…"; ask the vendor for a new one where it has ended.',
    }),
  );
}

interface Keyed {
  readonly key: ApiKey;
  readonly product: Product;
}

function keyedBy(c: Context, office: Office): Keyed | undefined {
  const id = c.req.param('id') ?? '';
  const key = keyFor(office, c.req.raw, id);
  const product = key && loadDoc(office.record.read, 'product', id);
  return product && { key, product };
}

async function answerKey(c: Context, office: Office): Promise<Response> {
  const keyed = keyedBy(c, office);
  if (!keyed) return unknownKey(c);
  const { key, product } = keyed;
  const { meter, clock } = office;
  const day = dayAt(clock());
  const caller = { day, key: key.id, product: product.id };
  const limit = Math.min(key.callsPerDay, product.api?.callsPerDay ?? 0);
  if (!meter.take(caller, limit)) {
    meter.note(caller, 'E_RATE');
    return overLimit(c, { limit, seconds: secondsLeft(office, day) });
  }
  const left = limit - meter.taken(caller);
  c.header('ratelimit-policy', `"calls";q=${limit};w=86400`);
  c.header('ratelimit', `"calls";r=${left};t=${secondsLeft(office, day)}`);
  const done = await answerOf(c, office, keyed);
  meter.note(caller, done.ok ? `export/${done.value.export}` : done.refusals[0].code);
  return done.ok ? done.value.response : respond(c, done);
}

async function answerOf(
  c: Context,
  office: Office,
  { key, product }: Keyed,
): Promise<Outcome<{ readonly export: string; readonly response: Response }>> {
  const wanted = await readCall(c, office, product);
  if (!wanted.ok) return wanted;
  const { given, form } = wanted.value;
  const found = decideCall(office, { product, key, given });
  if (!found.ok) return found;
  const bytes = await bytesOf(office, found.value, form);
  // Something may have been revoked while the file was read.
  const still = bytes.ok ? decideCall(office, { product, key, given }) : bytes;
  if (!still.ok || !bytes.ok)
    return still.ok ? refuse('E_NO_ANSWER', 'Cannot answer the call: the table must be there') : still;
  const response = sendAnswer(c, office, { product, export: found.value, bytes: bytes.value, form });
  return accept({ export: found.value.id, response });
}

function overLimit(c: Context, { limit, seconds }: { limit: number; seconds: number }): Response {
  c.header('retry-after', String(seconds));
  const must = `Cannot answer the call: this key may call ${limit} times a day`;
  return respond(c, refuse('E_RATE', `${must}; wait ${seconds} seconds`));
}

/** Until the day in Asia/Shanghai ends. */
function secondsLeft({ clock }: Office, day: number): number {
  return Math.max(1, Math.ceil((Date.parse(endOfDay(day)) - Date.parse(clock())) / 1000));
}

function describeToKey(c: Context, office: Office): Response {
  const keyed = keyedBy(c, office);
  return keyed ? c.json(describeProduct(office, keyed.product)) : unknownKey(c);
}

/** With an account. */
export function productRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  const own = '/products/:id';
  app.get(`${own}/answers`, (c) => tryOut(c, office));
  app.post(`${own}/answers`, (c) => tryOut(c, office));
  app.post(`${own}/keys`, async (c) => {
    const found = interfaceOf(office, c.get('caller'), { id: c.req.param('id'), by: ['vendor'] });
    if (!found.ok) return respond(c, found);
    const body = await parseBody(c, newKey);
    if (!body.ok) return respond(c, body);
    c.header('cache-control', 'no-store');
    const issued = await issueKey(office, c.get('caller'), { product: found.value.id, ...body.value });
    return respond(c, issued, issued.ok ? { status: 201 } : {});
  });
  app.get(`${own}/calls`, (c) => {
    const caller = c.get('caller');
    const found = interfaceOf(office, caller, { id: c.req.param('id'), by: callReaders });
    if (!found.ok) return respond(c, found);
    // Who calls is between vendor and recipient; those who watch see how often.
    return c.json({ items: callsOf(office, found.value.id, caller.role === 'vendor' ? 'key' : 'day') });
  });
  app.get(`${own}/openapi.json`, (c) => {
    const found = loadDoc(office.record.read, 'product', c.req.param('id'));
    const told = found?.api && mayRead('product', found, c.get('caller')) ? found : undefined;
    return told ? c.json(describeProduct(office, told)) : respond(c, missing);
  });
  return app;
}

const missing = refuse(
  'E_NOT_FOUND',
  'Cannot find the interface: must be an existing one of your organization; got none',
);

interface Asked {
  readonly id: string;
  readonly by: readonly Role[];
}

/** Refuses with E_ROLE, and with E_NOT_FOUND for what is another vendor's as for what there is not. */
function interfaceOf({ record }: Office, { role, org }: Caller, { id, by }: Asked): Outcome<Product> {
  if (!by.includes(role)) return refuse('E_ROLE', `Cannot use the interface: must be ${by.join(' or ')}; got ${role}`);
  const found = loadDoc(record.read, 'product', id);
  return found?.api && (role !== 'vendor' || found.vendor === org) ? accept(found) : missing;
}

/** As the first recipient of the licence would be answered. It is a download of its own, and stands in the record as one. */
async function tryOut(c: Context<CallerEnv>, office: Office): Promise<Response> {
  const caller = c.get('caller');
  const found = interfaceOf(office, caller, { id: c.req.param('id') ?? '', by: ['vendor'] });
  if (!found.ok) return respond(c, found);
  const product = found.value;
  const wanted = await readCall(c, office, product);
  if (!wanted.ok) return respond(c, wanted);
  const { given, form } = wanted.value;
  const [recipient = ''] = product.licence.recipients;
  const decided = decideCall(office, { product, key: { recipient }, given });
  if (!decided.ok) return respond(c, decided);
  const asked = { id: decided.value.id, table: tableIn(decided.value), form };
  const bytes = await giveTable(office, asked, actorOf(caller));
  if (!bytes.ok) return respond(c, bytes);
  return sendAnswer(c, office, { product, export: decided.value, bytes: bytes.value, form });
}

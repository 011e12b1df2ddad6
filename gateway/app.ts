/** The whole HTTP surface: public pages and files, the eight stages under /api/v1, one place where failures become answers. */
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { refuse } from '#policies/refusal.ts';
import { requireMay } from './access/require-may.ts';
import type { Identity } from './accounts.ts';
import { keepDenials } from './accounts/denied.ts';
import { deniedRoutes, deskOperations } from './accounts/desk-operations.ts';
import { isDesk } from './accounts/desk.ts';
import { accountRoutes } from './accounts/routes.ts';
import { descriptionRoutes } from './api/description-routes.ts';
import { referenceRoutes } from './api/reference-routes.ts';
import { eventRoutes } from './api/conventions/events.ts';
import { idempotency } from './api/conventions/idempotency.ts';
import { requireJson } from './api/conventions/media.ts';
import { answerMissing } from './api/conventions/methods.ts';
import { missingPage, wantsPage } from './console/missing.ts';
import { pages } from './console/pages.ts';
import type { Office } from './office.ts';
import { respond } from './respond.ts';
import { budgetRoutes } from './stages/budgets.ts';
import { auditRoutes, publicAuditRoutes } from './stages/audit.ts';
import { reportRoutes } from './stages/reports.ts';
import { catalogRoutes } from './stages/catalog-routes.ts';
import { requireCaller, type CallerEnv } from './stages/caller.ts';
import { deadlineRoutes, dutyRoutes } from './stages/deadlines.ts';
import { checkRoutes } from './stages/check.ts';
import { exportRoutes } from './stages/export.ts';
import { ledgerRoutes } from './stages/ledger-routes.ts';
import { lifeRoutes } from './stages/life-routes.ts';
import { auditorLogRoutes, publicLogRoutes } from './stages/log-routes.ts';
import { keyRoutes, productRoutes } from './stages/product-routes.ts';
import { proposeRoutes } from './stages/propose.ts';
import { reviewRoutes } from './stages/review.ts';
import { rulesRoutes } from './stages/rules.ts';
import { runRoutes } from './stages/run.ts';
import { sharedRoutes } from './stages/shared.ts';
import { simulateRoutes } from './stages/simulate.ts';
import { traceReportRoutes } from './stages/trace-reports.ts';
import { statusRoutes } from './stages/status-routes.ts';

/** A program with its source and its bundle. @see policies/program/script.ts */
const maxBody = 2 * 1024 * 1024;

/** What watches over a running installation. @see gateway/operations */
export interface Watch {
  /** Around every request. */
  readonly around: readonly MiddlewareHandler[];
  readonly health: Hono;
}

export function createApp(office: Office, identity: Identity, watch?: Watch): Hono {
  const app = new Hono();
  for (const one of watch?.around ?? []) app.use(one);
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", NONCE],
        connectSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
      },
      // A year, counted only by browsers that came over https.
      strictTransportSecurity: 'max-age=31536000; includeSubDomains',
    }),
  );
  app.use(keptByNobody);
  app.use(
    bodyLimit({
      maxSize: maxBody,
      onError: (c) => respond(c, refuse('E_TEXT_SIZE', `Cannot read the request: must be at most ${maxBody} bytes`)),
    }),
  );
  if (watch) app.route('/', watch.health);
  app.route('/api/v1/audit', publicAuditRoutes(office));
  app.route('/api/v1/audit', statusRoutes(office));
  app.route('/log', publicLogRoutes(office));
  app.route('/api/v1/export', keyRoutes(office, identity));
  const stages = api(office, identity);
  app.route('/api/v1', stages);
  app.route('/', descriptionRoutes());
  app.route('/api', referenceRoutes(identity));
  if (isDesk(identity)) app.route('/account', accountRoutes(office, identity));
  app.route('/', pages(office, identity, stages));
  app.notFound((c) => (wantsPage(c) ? missingPage(c) : answerMissing(c, app.routes)));
  app.onError((error, c) => {
    // The world failed, or we did. Nothing of it is told: it may have touched anything.
    office.onError(error);
    return respond(c, refuse('E_EXEC', 'Cannot complete the operation'), { status: 500 });
  });
  return app;
}

/** What does not say how long it may be kept is kept nowhere: most of it is for one reader. @see ASVS 5.0.0 14.3.2 */
const keptByNobody: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
};

function api(office: Office, identity: Identity): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  if (isDesk(identity)) app.use(keepDenials(identity.denied));
  app.use(requireCaller(identity));
  app.use(requireMay(office));
  app.use(requireJson);
  app.use(idempotency(office));
  app.get('/me', (c) => {
    const { person, org, role, title } = c.get('caller');
    return c.json({ person, org, role, title });
  });
  app.route('/', eventRoutes(office, identity));
  app.route('/', deadlineRoutes(office));
  app.route('/catalog', sharedRoutes(office));
  app.route('/catalog', catalogRoutes(office));
  app.route('/catalog', lifeRoutes(office, 'catalog'));
  app.route('/simulate', rulesRoutes());
  app.route('/simulate', simulateRoutes(office));
  app.route('/propose', proposeRoutes(office));
  app.route('/review', reviewRoutes(office));
  app.route('/run', runRoutes(office));
  app.route('/check', checkRoutes(office));
  app.route('/export', productRoutes(office));
  app.route('/export', exportRoutes(office));
  // Before the routes that read the log, which let fewer people in.
  app.route('/audit', deskOperations(office));
  app.route('/audit', deniedRoutes(isDesk(identity) ? identity.denied : undefined));
  app.route('/audit', dutyRoutes(office));
  app.route('/audit', budgetRoutes(office));
  app.route('/audit/reports', reportRoutes(office));
  app.route('/audit', traceReportRoutes(office));
  app.route('/audit', ledgerRoutes(office));
  app.route('/audit', lifeRoutes(office, 'audit'));
  app.route('/audit', auditRoutes(office));
  app.route('/log', auditorLogRoutes(office));
  return app;
}

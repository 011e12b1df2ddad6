/**
 * A tiny gateway in memory: it loads the documents a decision depends on, decides, and keeps events.
 * Documents are always the fold of their events, never kept beside them.
 */
import { consequencesOf } from '#policies/procedure/consequences.ts';
import { legalGroup, type Denial, type DenialBook, type DenialReset } from '#policies/procedure/denials.ts';
import type { Life } from '#policies/procedure/decider.ts';
import { fold } from '#policies/procedure/decider.ts';
import type { IsolationTier } from '#policies/isolation.ts';
import type { Actor, Context } from '#policies/procedure/life.ts';
import {
  forCases,
  lives,
  type CommandOf,
  type ContextOf,
  type DocOf,
  type EventOf,
  type LifeName,
  type LivesTypes,
} from '#policies/procedure/lives.ts';
import type { CaseContext, Lookup } from '#policies/procedure/lookup.ts';
import type { Profile } from '#policies/procedure/profiles/profile.ts';
import { approvedExchanges } from '#policies/procedure/profiles/exchanges.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import type { RulePack } from '#policies/procedure/rule-packs/pack.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import type { Standard } from '#policies/procedure/rule-packs/standard-in-force.ts';
import { requireNoVendor } from '#policies/procedure/two-roles.ts';
import { seedCalendar, type WorkCalendar } from '#policies/procedure/working-days.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { instant, orgId, personId, type Instant, type OrgId } from '#policies/units.ts';

const systemItself: Actor = { person: personId('system'), org: orgId('sluice'), role: 'system' };

export class World {
  now: Instant = instant('2026-03-02T01:30:00.000Z');
  reviewsNeeded: 1 | 2 = 1;
  /** The rules of the compliance check that are in force. */
  pack: RulePack = standardPack;
  profile: Profile = profiles.guangzhou;
  calendar: WorkCalendar = seedCalendar;
  /** In which the domain runs programs. */
  tier: IsolationTier = 'T2';
  resets: readonly DenialReset[] = [];
  /** Denials of exports that are not in this world. */
  foreign: readonly { readonly vendor: OrgId; readonly denials: readonly Denial[] }[] = [];
  readonly #changes = new Map<string, (doc: never) => unknown>();
  readonly #events = new Map<string, unknown[]>();

  /** The one path of every command, generic in the life: this is how the gateway calls them. */
  try<Name extends LifeName>(
    name: Name,
    id: string,
    actor: Actor,
    command: CommandOf<Name>,
  ): Outcome<readonly EventOf<Name>[]> {
    const separate = requireNoVendor(
      `act on ${name} ${id}`,
      actor,
      caseContext(this, { id, actor, now: this.now }).lookup,
    );
    if (!separate.ok) return separate;
    const outcome = this.#try(name, id, actor, command);
    if (outcome.ok) this.#follow(name, outcome.value);
    return outcome;
  }

  /** What follows at once, as the gateway has it. @throws Error where a consequence is refused: it would have stopped its cause */
  #follow<Name extends LifeName>(first: Name, events: readonly EventOf<Name>[]): void {
    const happened: { life: LifeName; id: string; type: string }[] = events.map(({ id, type }) => {
      return { life: first, id, type };
    });
    for (const { life, id, type } of happened) {
      for (const order of consequencesOf({ life, id, type, now: this.now, lookup: lookupOf(this) })) {
        const next = this.#try(order.life, order.id, systemItself, order.command);
        if (!next.ok) throw new Error(`${type} → ${order.life}.${order.command.type}: ${next.refusals[0].detail}`);
        happened.push(...next.value.map((event) => ({ life: order.life, id: order.id, type: event.type })));
      }
    }
  }

  #try<Name extends LifeName>(
    name: Name,
    id: string,
    actor: Actor,
    command: CommandOf<Name>,
  ): Outcome<readonly EventOf<Name>[]> {
    const doc = this.get(name, id);
    const life: Life<LivesTypes[Name]> = lives[name];
    const context = contexts[name](this, { id, actor, now: this.now }, { doc, command });
    const outcome = life.decide(doc, command, context);
    if (outcome.ok) this.#events.set(key(name, id), [...this.events(name, id), ...outcome.value]);
    return outcome;
  }

  /** As `try`, for a command that must be accepted. */
  do<Name extends LifeName>(name: Name, id: string, actor: Actor, command: CommandOf<Name>): DocOf<Name> {
    unwrap(this.try(name, id, actor, command));
    return this.must(name, id);
  }

  events<Name extends LifeName>(name: Name, id: string): readonly EventOf<Name>[] {
    return (this.#events.get(key(name, id)) ?? []) as EventOf<Name>[];
  }

  get<Name extends LifeName>(name: Name, id: string): DocOf<Name> | undefined {
    const life: Life<LivesTypes[Name]> = lives[name];
    const doc = fold(life.evolve, this.events(name, id));
    const change = this.#changes.get(key(name, id)) as ((doc: DocOf<Name>) => DocOf<Name>) | undefined;
    return doc && change ? change(doc) : doc;
  }

  /** From now on the document reads as if it were so. */
  change<Name extends LifeName>(name: Name, id: string, change: (doc: DocOf<Name>) => DocOf<Name>): void {
    this.#changes.set(key(name, id), change);
  }

  must<Name extends LifeName>(name: Name, id: string): DocOf<Name> {
    const doc = this.get(name, id);
    if (!doc) throw new Error(`No ${name} ${id} in this world`);
    return doc;
  }

  all<Name extends LifeName>(name: Name): readonly DocOf<Name>[] {
    const ids = [...this.#events.keys()].filter((k) => k.startsWith(`${name} `)).map((k) => k.slice(name.length + 1));
    return ids.map((id) => this.must(name, id));
  }
}

const key = (name: LifeName, id: string) => `${name} ${id}`;

interface Asked<Name extends LifeName> {
  readonly doc: DocOf<Name> | undefined;
  readonly command: CommandOf<Name>;
}
type Loaders = {
  readonly [Name in LifeName]: (world: World, base: Context, asked: Asked<Name>) => ContextOf<Name>;
};

function standardOf({ pack, profile }: World): Standard {
  return { pack, switches: profile.switches };
}

const ofVendor = (world: World, org: string) => world.all('registration').find((doc) => doc.vendor === org);

function standingOf(world: World, id: string | undefined) {
  const uses = world.all('export').flatMap(({ standingsUsed = [] }) => standingsUsed.filter((used) => used === id));
  return { standing: id === undefined ? undefined : world.get('standingApproval', id), standingUses: uses.length };
}

function bookOf(world: World, vendor: OrgId): DenialBook {
  const group = legalGroup(vendor, world.all('registration'));
  const own = world.all('export').flatMap((doc) => (group.has(doc.vendor) && doc.denial ? [doc.denial] : []));
  const foreign = world.foreign.filter((other) => group.has(other.vendor)).flatMap(({ denials }) => denials);
  return { denials: [...own, ...foreign], resets: world.resets };
}

/** What each life's context is loaded from. The gateway has the same table over its store. */
const contexts: Loaders = {
  registration: caseContext,
  catalogEntry: caseContext,
  application: (world, base, { doc, command }) => {
    const request = 'request' in command ? command.request : doc?.request;
    const vendor = doc?.vendor ?? base.actor.org;
    const same = world
      .all('application')
      .filter((other) => other.vendor === vendor && other.request.scenario.id === request?.scenario.id);
    return {
      ...caseContext(world, base),
      registration: ofVendor(world, vendor),
      entries: world.all('catalogEntry'),
      sameScenario: same.filter((other) => other.id !== base.id),
      standard: standardOf(world),
    };
  },
  agreement: (world, base, { doc, command }) => {
    const named = command.type === 'draft' ? command.application : (doc?.application ?? '');
    const application = world.get('application', named);
    const same = world.all('agreement').filter((other) => other.application === named && other.id !== base.id);
    return {
      ...base,
      application,
      registration: application && ofVendor(world, application.vendor),
      sameApplication: same,
      authorizedUntil: instant('2030-01-01T00:00:00.000Z'),
      longestYears: 3,
      agreementRequired: world.profile.switches.agreementRequired.value,
      exchanges: Object.keys(approvedExchanges[world.profile.id]),
      entries: world.all('catalogEntry'),
      lookup: lookupOf(world),
      profile: world.profile,
    };
  },
  program: (world, base, { doc, command }) => {
    const named = command.type === 'draft' ? command.agreement : (doc?.agreement ?? '');
    const entries = world.all('catalogEntry');
    return { ...base, agreement: world.get('agreement', named), entries, standard: standardOf(world) };
  },
  run: (world, base, { doc, command }) => {
    const program = world.get('program', command.type === 'request' ? command.program : (doc?.program ?? ''));
    const agreement = world.get('agreement', program?.agreement ?? '');
    const runs = world.all('run').filter((run) => run.agreement === agreement?.id && run.id !== base.id);
    const vendor = doc?.vendor ?? base.actor.org;
    const entries = world.all('catalogEntry');
    const isolation = {
      tier: world.tier,
      acceptances: world.all('riskAcceptance'),
      consents: world.all('consent'),
      lookup: lookupOf(world),
      profile: world.profile,
    };
    const runsUsed = runs.length;
    return { ...base, registration: ofVendor(world, vendor), agreement, program, entries, runsUsed, ...isolation };
  },
  export: (world, base, { doc, command }) => {
    const named = command.type === 'draft' ? command.agreement : (doc?.agreement ?? '');
    return {
      ...base,
      agreement: world.get('agreement', named),
      runs: world.all('run'),
      programs: world.all('program'),
      entries: world.all('catalogEntry'),
      ...standingOf(world, command.type === 'pass_standing' ? command.standing : doc?.standing),
      denials: bookOf(world, doc?.vendor ?? base.actor.org),
      reviewsNeeded: world.reviewsNeeded,
      profile: world.profile,
      lookup: lookupOf(world),
      standard: standardOf(world),
      parts: world.all('export'),
    };
  },
  standingApproval: (world, base, { doc, command }) => {
    const approved = world.get('export', command.type === 'request' ? command.export : (doc?.export ?? ''));
    return {
      ...base,
      approved,
      runs: world.all('run').filter(({ id }) => approved?.product.runs.includes(id)),
      agreement: world.get('agreement', approved?.agreement ?? ''),
      entries: world.all('catalogEntry'),
    };
  },
  riskAcceptance: (world, base) => ({ ...base, entries: world.all('catalogEntry') }),
  fit: (world, base) => ({ ...base, entries: world.all('catalogEntry'), lookup: lookupOf(world) }),
  ...forCases(caseContext),
};

export function lookupOf(world: World): Lookup {
  return { get: world.get.bind(world), all: world.all.bind(world) };
}

function caseContext(world: World, base: Context): CaseContext {
  const { profile, calendar } = world;
  return { ...base, lookup: lookupOf(world), profile, calendar, authorizedUntil: instant('2030-01-01T00:00:00.000Z') };
}

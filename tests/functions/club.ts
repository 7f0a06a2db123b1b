import { createHmac } from 'node:crypto';
import type { Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { Reply } from '@shared/contracts/procedure';
import { doorCodeMessage, doorWindowOf } from '@shared/domain/codes';
import { Refusal, type RefusalCode } from '@shared/refusals';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloudbase/index';
import { identityVariables } from '../../local/club/identity';
import { club } from '../../local/club/index';
import { MESSAGE_TEMPLATES, messageVariables } from '../../local/club/templates';
import { keptFor } from './kept';

export const BASKETBALL = 'v-west-basketball';
export const YOGA = 'v-west-yoga';
export const GYM = 'v-centre-gym';

type ClubOptions = Pick<
  CloudOptions,
  'maxInstances' | 'transactionMs' | 'routes' | 'functionEnv' | 'openApis' | 'latencyMs' | 'log'
>;

/**
 * The seeded club in memory, with its functions in their workers. One without options may have
 * served another file before: its data, clock, faults and counts are new, its functions are warm.
 */
export const openClub = (options?: ClubOptions): Promise<Club> =>
  options ? startClub(options) : openUsual();

const openUsual = keptFor<Club>({
  start: () => startClub({}),
  renew: async ({ cloud }) => {
    await cloud.reset({ keepInstances: true });
    cloud.stats();
  },
});

/** The seeded club on a cloud of its own. */
async function startClub(options: ClubOptions) {
  const cloud = await startCloud({
    manifest: 'cloudfunctions/manifest.json',
    functionsRoot: 'dist/cloudfunctions',
    dataDir: null,
    personas: club.openids,
    clockAtReset: club.clockAtReset,
    seed: club.seed,
    timers: false,
    log: null,
    templates: MESSAGE_TEMPLATES,
    phoneNumbers: club.phoneNumbers,
    ...options,
    functionEnv: (url) => ({
      message: messageVariables,
      member: identityVariables,
      coach: identityVariables,
      school: identityVariables,
      ...options.functionEnv?.(url),
    }),
  });
  const documents = documentsOf(cloud);
  return {
    cloud,
    ...documents,
    /** A typed phone of a persona or an openid. */
    as: (who: string): Api => clientOf(cloud, who),
    /** What the door screen of a venue shows now (or showed `ago` ms ago). */
    async doorCode(venueId: string, ago = 0): Promise<string> {
      const venue = await documents.document('venues', venueId);
      return doorCode(venueId, String(venue?.doorKey), (cloud.clock.now() - ago) as Instant);
    },
    /** Runs what the timer runs each minute, `minutes` times on the club's clock. */
    passMinutes: (minutes: number) => cloud.advanceClock(minutes * 60_000),
    close: () => cloud.stop(),
  };
}

export type Club = Awaited<ReturnType<typeof startClub>>;

export function doorCode(venueId: string, doorKey: string, at: Instant): string {
  const message = doorCodeMessage({ venueId, window: doorWindowOf(at) });
  const signature = createHmac('sha256', doorKey).update(message).digest().subarray(0, 16);
  return `${message}.${signature.toString('base64url')}`;
}

function clientOf(cloud: Cloud, who: string): Api {
  const actions = (name: string) =>
    new Proxy(
      {},
      {
        get: (_, action: string) => async (input: unknown) => {
          const reply = (await cloud.call(who, name, { action, input })) as Reply;
          if (!reply.ok) throw new Refusal(reply.code, reply.traceId);
          return reply.data;
        },
      },
    );
  return new Proxy({}, { get: (_, name: string) => actions(name) }) as Api;
}

function documentsOf(cloud: Cloud) {
  const ask = async (action: string, body: object) => {
    const response = await fetch(`${cloud.url}/admin?env=local`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ action, envName: 'local', ...body }),
    });
    const reply = (await response.json()) as { code?: string; data: { list: string[] } };
    if (reply.code) throw new Error(JSON.stringify(reply));
    return reply.data;
  };
  type Found = Record<string, unknown>;
  const documents = async (collectionName: string, query: object = {}): Promise<Found[]> => {
    const where = { queryType: 'WHERE', query: JSON.stringify(query), limit: MOST_ROWS };
    const found: Found[] = [];
    for (;;) {
      const page = { collectionName, ...where, offset: found.length };
      const { list } = await ask('database.getDocument', page);
      found.push(...list.map((text) => plain(JSON.parse(text)) as Found));
      if (list.length < MOST_ROWS) return found;
    }
  };
  return {
    documents,
    document: async (collectionName: string, _id: string) =>
      (await documents(collectionName, { _id }))[0],
    removeDocument: (collectionName: string, _id: string) =>
      ask('database.removeDocument', { collectionName, query: JSON.stringify({ _id }) }),
  };
}

/** Where the platform stops without a word. */
const MOST_ROWS = 1000;

/** Canonical numbers of the wire as plain ones. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, inner] = []] = Object.entries(value);
  if (key?.startsWith('$number')) return Number(inner);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

export interface Fault {
  readonly function: string;
  readonly action?: string;
  readonly request?: string;
  readonly n: number;
  readonly when: 'before' | 'after';
  readonly effect: 'kill' | 'drop' | 'fail' | 'throttle';
  /** Code of `fail`. */
  readonly code?: string;
  readonly times?: number;
}

const askFaults = async (club: Club, init: RequestInit): Promise<void> => {
  const response = await fetch(`${club.cloud.url}/__dev/faults`, init);
  if (response.status !== 200) throw new Error(await response.text());
};

/** Orders what goes wrong next. */
export const orderFaults = (club: Club, ...faults: readonly Fault[]): Promise<void> =>
  askFaults(club, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });

export const clearFaults = (club: Club): Promise<void> => askFaults(club, { method: 'DELETE' });

/** `'ok'`, or the code of the refusal; anything else fails the test. */
export const outcome = (call: Promise<unknown>): Promise<'ok' | RefusalCode> =>
  call.then(
    () => 'ok' as const,
    (error) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );

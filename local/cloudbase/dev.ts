import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { OrderedFaults } from './faults';
import { readBody, sendJson, targetOf } from './http';
import type { Timers } from './timers';
import { type Clock, type Cloud, CloudError, type HttpRoute } from './types';

export interface DevOptions {
  readonly cloud: Cloud;
  readonly timers: Timers;
  readonly faults: OrderedFaults;
  /** Whether everything is up: what /healthz answers. */
  readonly ready: () => boolean;
}

/** A clock in motion is announced at most this often, ms. */
const CLOCK_NEWS_MS = 50;

/** Events to whoever listens at `/__dev/events` (server-sent events). */
export class Announcer {
  readonly #listeners = new Set<ServerResponse>();
  readonly #unfollow: (() => void)[] = [];
  #clockNews: NodeJS.Timeout | undefined;

  listen(response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.write(': listening\n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  announce(event: { readonly type: string } & Readonly<Record<string, unknown>>): void {
    for (const listener of this.#listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  /** Tells the clock's offset after changes; one that runs through a day is told now and then. */
  follow(clock: Clock): void {
    const unlisten = clock.onChange(() => {
      this.#clockNews ??= setTimeout(() => {
        this.#clockNews = undefined;
        this.announce({ type: 'clock', offset: clock.offset });
      }, CLOCK_NEWS_MS);
    });
    this.#unfollow.push(unlisten);
  }

  close(): void {
    clearTimeout(this.#clockNews);
    for (const unfollow of this.#unfollow) unfollow();
    for (const listener of this.#listeners) listener.end();
  }
}

const CALL = z.object({ as: z.string(), name: z.string(), data: z.unknown() });
const CLOCK = z.union([
  z.strictObject({ set: z.number().int() }),
  z.strictObject({ advance: z.number().int().min(0) }),
  z.strictObject({ real: z.literal(true) }),
]);
const FAULT = z.strictObject({
  function: z.string().optional(),
  action: z.string().optional(),
  request: z.string().optional(),
  n: z.number().int().min(1),
  when: z.enum(['before', 'after']),
  effect: z.enum(['fail', 'throttle', 'drop', 'kill']),
  code: z.string().optional(),
  message: z.string().optional(),
  times: z.number().int().min(1).optional(),
});

type Answer = (body: unknown) => unknown;

/** `/__dev/*` and `/healthz`: what people, tests and the stage do to the cloud, never the product. */
export function devRoutes(options: DevOptions, announcer: Announcer): readonly HttpRoute[] {
  const answers = answersOf(options);
  return [
    {
      prefix: '/__dev/',
      handle: (request, response) => {
        const { path } = targetOf(request);
        if (path === '/__dev/events') return announcer.listen(response);
        return answer(answers[`${request.method} ${path}`], request, response);
      },
    },
    {
      prefix: '/healthz',
      handle: (_request, response) => {
        const up = options.ready();
        sendJson(response, up ? 200 : 503, { up });
      },
    },
  ];
}

function answersOf({ cloud, timers, faults }: DevOptions): Record<string, Answer | undefined> {
  const { clock } = cloud;
  const reading = () => ({ now: clock.now(), offset: clock.offset });
  return {
    'POST /__dev/call': (body) => {
      const { as, name, data } = CALL.parse(body);
      return cloud.call(as, name, data);
    },
    'GET /__dev/clock': reading,
    'POST /__dev/clock': async (body) => {
      const order = CLOCK.parse(body);
      if ('set' in order) await cloud.setClock(order.set);
      else if ('advance' in order) await cloud.advanceClock(order.advance);
      // Back to real time may be months away: what would fall due on the way is not run.
      else await timers.jump(Date.now());
      return reading();
    },
    'POST /__dev/reset': async () => {
      await cloud.reset();
      return reading();
    },
    'GET /__dev/stats': () => cloud.stats(),
    'GET /__dev/faults': () => ({ waiting: faults.waiting() }),
    'POST /__dev/faults': (body) => {
      for (const order of z.union([FAULT.array(), FAULT.transform((one) => [one])]).parse(body)) {
        faults.order(order);
      }
      return { waiting: faults.waiting() };
    },
    'DELETE /__dev/faults': () => {
      faults.clear();
      return { waiting: [] };
    },
  };
}

const BODY_LIMIT = 8 * 1024 * 1024;

/** 200 with the result; 400 for a body that is not understood; 500 with the cloud's code. */
async function answer(
  answer: Answer | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!answer) return sendJson(response, 404, { code: 'NOT_FOUND', message: request.url });
  try {
    const text = (await readBody(request, BODY_LIMIT)).toString('utf8');
    sendJson(response, 200, await answer(text === '' ? undefined : JSON.parse(text)));
  } catch (error) {
    if (error instanceof CloudError) {
      sendJson(response, 500, { code: error.code, message: error.message });
    } else if (error instanceof z.ZodError || error instanceof SyntaxError) {
      sendJson(response, 400, { code: 'INVALID_PARAM', message: error.message });
    } else throw error;
  }
}

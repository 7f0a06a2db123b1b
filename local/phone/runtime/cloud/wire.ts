import { WireFailure } from './errors';

/** Who asks which cloud: all that `wx.cloud` needs to know of the phone. */
export interface Connection {
  /** `http://127.0.0.1:3900`: where `/web` answers. */
  readonly origin: string;
  readonly openid: string;
}

export type Fields = Readonly<Record<string, unknown>>;

/** One request of the client protocol: an action with its parameters, in plain JSON. */
export interface Wire {
  /**
   * @returns the `data` of the reply and its request id.
   * @throws WireFailure when the server refuses, an Error `request:fail …` when it is not there.
   */
  send(
    action: string,
    params: Fields,
  ): Promise<{ readonly data: Fields; readonly requestId: string }>;
  readonly accessToken: string;
}

let sequence = 0;
export const nextRequestId = (): string => `mp_${performance.now().toFixed(0)}_${++sequence}`;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function replyOf(response: Response): Promise<Fields> {
  const body: unknown = await response.json().catch(() => null);
  if (isFields(body)) return body;
  throw new Error(`request:fail the cloud answered ${response.status} without JSON`);
}

/** `env` is what `wx.cloud.init` was given; the local cloud has one environment only. */
export function createWire(connection: Connection, env: () => string): Wire {
  const accessToken = `openid:${connection.openid}`;
  return {
    accessToken,
    async send(action, params) {
      const response = await fetch(`${connection.origin}/web?env=${encodeURIComponent(env())}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...params,
          action,
          env: env(),
          client: 'mp',
          access_token: accessToken,
          requestId: nextRequestId(),
        }),
      }).catch((error: unknown) => {
        throw new Error(`request:fail ${error instanceof Error ? error.message : String(error)}`);
      });
      const reply = await replyOf(response);
      const requestId = String(reply.requestId ?? '');
      if (typeof reply.code === 'string' && reply.code !== '' && reply.code !== 'SUCCESS') {
        throw new WireFailure(reply.code, String(reply.message ?? ''), requestId);
      }
      return { data: isFields(reply.data) ? reply.data : {}, requestId };
    },
  };
}

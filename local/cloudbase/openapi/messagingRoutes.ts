import { z } from 'zod';
import { readBody, sendJson, targetOf } from '../http';
import type { HttpRoute } from '../types';
import type { Messaging } from './subscribeMessage';

const ACCEPTED = z.strictObject({
  openid: z.string().min(1),
  accepted: z.array(z.string()).max(5),
});
const BODY_LIMIT = 16 * 1024;

/**
 * What a person's WeChat asks of WeChat's servers, beside any mini-program: the templates of a
 * sheet, that something was accepted, and which service notices arrived.
 */
export function messagingRoutes(messaging: Messaging): HttpRoute {
  return {
    prefix: '/__wechat/',
    handle: async (request, response) => {
      const { path, query } = targetOf(request);
      const asked = `${request.method} ${path}`;
      if (asked === 'GET /__wechat/templates') {
        return sendJson(response, 200, messaging.templates(query.getAll('id')));
      }
      if (asked === 'GET /__wechat/notices') {
        return sendJson(response, 200, messaging.notices(query.get('openid') ?? ''));
      }
      if (asked !== 'POST /__wechat/acceptances') return sendJson(response, 404, { path });
      const body = (await readBody(request, BODY_LIMIT)).toString('utf8');
      const parsed = ACCEPTED.safeParse(parseOrNull(body));
      if (!parsed.success) return sendJson(response, 400, { message: parsed.error.message });
      messaging.accept(parsed.data.openid, parsed.data.accepted);
      return sendJson(response, 200, {});
    },
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

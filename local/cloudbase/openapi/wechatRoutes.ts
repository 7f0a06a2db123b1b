import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { readBody, sendJson, targetOf } from '../http';
import type { HttpRoute } from '../types';
import type { WechatServers } from './wechatServers';

const OPENID = z.string().min(1);
const ACCEPTED = z.strictObject({ openid: OPENID, accepted: z.array(z.string()).max(5) });
const ALLOWED = z.strictObject({ openid: OPENID });
const BODY_LIMIT = 16 * 1024;

type Answer = (asked: { readonly query: URLSearchParams; readonly body: unknown }) => unknown;

/**
 * What a person's WeChat asks of WeChat's servers, beside any mini-program: the templates of a
 * sheet, that something was accepted, which service notices arrived, the person's number and steps.
 */
export function wechatRoutes(servers: WechatServers): HttpRoute {
  const answers = answersOf(servers);
  return {
    prefix: '/__wechat/',
    handle: async (request, response) => {
      const { path, query } = targetOf(request);
      const asked = `${request.method} ${path}`;
      const answer = Object.hasOwn(answers, asked) ? answers[asked] : undefined;
      if (!answer) return sendJson(response, 404, { path });
      const body = request.method === 'POST' ? await jsonOf(request) : null;
      try {
        return sendJson(response, 200, answer({ query, body }));
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        return sendJson(response, 400, { message: error.message });
      }
    },
  };
}

function answersOf({
  messaging,
  phoneNumbers,
  weRun,
}: WechatServers): Readonly<Record<string, Answer>> {
  return {
    'GET /__wechat/templates': ({ query }) => messaging.templates(query.getAll('id')),
    'GET /__wechat/notices': ({ query }) => messaging.notices(query.get('openid') ?? ''),
    'POST /__wechat/acceptances': ({ body }) => {
      const { openid, accepted } = ACCEPTED.parse(body);
      messaging.accept(openid, accepted);
      return {};
    },
    'GET /__wechat/phone-number': ({ query }) => ({
      masked: phoneNumbers.masked(OPENID.parse(query.get('openid'))),
    }),
    'POST /__wechat/phone-number': ({ body }) => phoneNumbers.allow(ALLOWED.parse(body).openid),
    'POST /__wechat/we-run': ({ body }) => weRun.allow(ALLOWED.parse(body).openid),
  };
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request, BODY_LIMIT)).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import { allowOrigin, send, sendJson, targetOf } from './http';
import type { HttpRoute } from './types';

const DAY_SECONDS = 86_400;

/** `/auth/v1/*`: a web client may sign in anonymously; everyone else brings `openid:<openid>`. */
export const authRoute: HttpRoute = {
  prefix: '/auth/',
  handle: (request, response) => {
    allowOrigin(request, response);
    if (request.method === 'OPTIONS') return send(response, 204, '');
    const { path } = targetOf(request);
    if (path !== '/auth/v1/signin/anonymously') {
      return sendJson(response, 404, { error: 'unimplemented', error_description: path });
    }
    const openid = `anonymous-${randomUUID()}`;
    sendJson(response, 200, {
      token_type: 'Bearer',
      access_token: `openid:${openid}`,
      refresh_token: openid,
      expires_in: DAY_SECONDS,
      sub: openid,
      scope: 'anonymous',
    });
  },
};

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRoute } from '../cloudbase/types';
import { createStageBundle } from './bundle';
import { doorHtml, stageHtml } from './html';
import type { StageOptions } from './options';

export type { Door, PayApp, Persona, StageOptions } from './options';

/**
 * `/` is the stage: two phones, the tablet at a door, the clock. `/door/<id>` is one tablet
 * alone, `/stage-assets/` what both load. The pages are made when they are first asked for.
 */
export function stageRoutes(options: StageOptions): readonly HttpRoute[] {
  const bundle = createStageBundle();
  return [
    {
      prefix: '/stage-assets/',
      handle: async (request, response) => {
        const name = pathOf(request).slice('/stage-assets/'.length);
        const asset = (await bundle()).get(name);
        if (asset === undefined)
          return send(response, 404, 'text/plain', `no ${name} on the stage`);
        send(response, 200, asset.type, asset.body);
      },
    },
    {
      prefix: '/door/',
      handle: (request, response) => {
        const id = decodeURIComponent(pathOf(request).slice('/door/'.length));
        const known = options.doors.find(({ venueId }) => venueId === id);
        const door = known ?? options.doorOf?.(id) ?? null;
        if (door === null) return send(response, 404, 'text/plain', `no door "${id}"`);
        send(response, 200, 'text/html', doorHtml(door));
      },
    },
    {
      prefix: '/',
      handle: (request, response) => {
        if (pathOf(request) !== '/') return send(response, 404, 'text/plain', 'not found');
        send(response, 200, 'text/html', stageHtml(options));
      },
    },
  ];
}

const pathOf = (request: IncomingMessage): string =>
  new URL(request.url ?? '/', 'http://stage').pathname;

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
  });
  response.end(body);
}

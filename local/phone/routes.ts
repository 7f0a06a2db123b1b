import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { HttpRoute } from '../cloudbase/types';
import { assetUrl, SVG } from './compiler/assets';
import type { BuildOutput } from './compiler/builder';
import { formatProblem } from './compiler/problems';
import { phoneHtml } from './html';
import type { PhoneBuilder } from './phoneBuilder';

export interface PhoneRouteOptions {
  /** What `as=` means: a persona's openid; by default `as` is the openid itself. */
  readonly openidOf?: (as: string) => string;
  /** ms by which the club's clock is ahead (see Clock.offset); 0 by default. */
  readonly clockOffset?: () => number;
}

const MEDIA: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': SVG,
  '.mp3': 'audio/mpeg',
};

/**
 * `/phone?as=&path=&theme=` is one phone; `/phone-assets/` is what it loads: built files, icons
 * (`icons/<name>.svg`) and the mini-program's own pictures (`mp/<path>`).
 */
export function phoneRoutes(builder: PhoneBuilder, options: PhoneRouteOptions = {}): HttpRoute[] {
  return [
    {
      prefix: '/phone-assets/',
      handle: (request, response) => serveAsset(builder, request, response),
    },
    {
      prefix: '/phone',
      handle: (request, response) => servePhone(builder, options, request, response),
    },
  ];
}

async function servePhone(
  builder: PhoneBuilder,
  options: PhoneRouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://phone');
  if (url.pathname !== '/phone') return end(response, 404, 'text/plain', 'not found');
  const output = await builder.output();
  const html = phoneHtml(pageOf(url.searchParams, output, builder, options));
  response.setHeader('cache-control', 'no-store');
  end(response, 200, 'text/html; charset=utf-8', html);
}

function pageOf(
  query: URLSearchParams,
  { report, manifest, assets, preload }: BuildOutput,
  builder: PhoneBuilder,
  { openidOf = (as) => as, clockOffset = () => 0 }: PhoneRouteOptions,
) {
  const as = query.get('as') ?? '';
  const main = manifest.packages[0];
  const url = (name: string) => {
    const found = assets.get(name);
    return found ? assetUrl(name, found) : '';
  };
  const problems = report.problems.filter(({ level }) => level === 'error');
  return {
    config: {
      identity: { as, openid: as === '' ? '' : openidOf(as) },
      theme: query.get('theme') === 'dark' ? ('dark' as const) : ('light' as const),
      clockOffset: clockOffset(),
      path: query.get('path') ?? '',
      manifest,
      problems: problems.map((problem) =>
        formatProblem({
          ...problem,
          file: path.relative(builder.options.projectRoot, problem.file),
        }),
      ),
    },
    css: url('phone.css'),
    runtime: url('runtime.js'),
    view: main?.view ?? '',
    script: main?.script ?? '',
    preload: problems.length > 0 ? [] : preload,
  };
}

async function serveAsset(
  builder: PhoneBuilder,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://phone');
  const name = decodeURIComponent(url.pathname.slice('/phone-assets/'.length));
  const icon = /^icons\/([\w-]+)\.svg$/.exec(name)?.[1];
  if (icon !== undefined) {
    const svg = builder.icon(icon);
    return svg === null
      ? end(response, 404, 'text/plain', 'no such icon')
      : end(response, 200, SVG, svg);
  }
  if (name.startsWith('mp/')) return servePicture(builder, name.slice('mp/'.length), response);
  const found = (await builder.output()).assets.get(name);
  if (!found) return end(response, 404, 'text/plain', `${name} is not part of the build`);
  // Chunks carry their hash in the name, everything else in the query.
  const immutable = url.searchParams.get('v') === found.hash || name.startsWith('chunk-');
  response.setHeader(
    'cache-control',
    immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  end(response, 200, found.contentType, found.body);
}

function servePicture(builder: PhoneBuilder, name: string, response: ServerResponse): void {
  const root = path.resolve(builder.options.miniprogramRoot);
  const file = path.join(root, name);
  const type = MEDIA[path.extname(file).toLowerCase()];
  const isInside = file.startsWith(root + path.sep);
  if (!isInside || type === undefined || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    end(response, 404, 'text/plain', `/${name} is not a picture of the mini-program`);
    return;
  }
  response.setHeader('content-type', type);
  response.setHeader('cache-control', 'no-cache');
  createReadStream(file).pipe(response);
}

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.statusCode = status;
  response.setHeader('content-type', type);
  response.end(body);
}

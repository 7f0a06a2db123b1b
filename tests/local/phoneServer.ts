import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createPhoneBuilder,
  type PhoneBuilder,
  type PhoneRouteOptions,
  phoneRoutes,
} from '../../local/phone';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface PhoneServer {
  readonly url: string;
  readonly builder: PhoneBuilder;
  stop(): Promise<void>;
}

/** Serves the phone of one mini-program, without a cloud behind it. */
export async function servePhone(
  miniprogramRoot: string,
  outDir: string,
  options: PhoneRouteOptions = {},
): Promise<PhoneServer> {
  const builder = createPhoneBuilder({ miniprogramRoot, projectRoot, outDir });
  const routes = phoneRoutes(builder, options);
  const server = createServer((request, response) => {
    const route = routes.find(({ prefix }) => request.url?.startsWith(prefix));
    if (route) return void route.handle(request, response);
    response.statusCode = 404;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    builder,
    stop: async () => {
      await builder.stop();
      await close(server);
    },
  };
}

export function fixture(name: string): string {
  return path.join(projectRoot, 'tests/local/fixtures', name);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

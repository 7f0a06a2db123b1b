import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cloud, startCloud } from '../local/cloudbase';
import { club } from '../local/club';
import { type Gateways, openGateways, PAY_APPS } from '../local/club/gateways';
import { MESSAGE_TEMPLATES, messageVariables } from '../local/club/templates';
import { createPhoneBuilder, formatProblem, phoneRoutes } from '../local/phone';
import { stageRoutes } from '../local/stage';
import { buildFunctions } from './builder/functions';
import { projectRoot } from './builder/project';

export interface HouseOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host?: string;
  /** Where documents and files are kept; null keeps everything in memory. */
  readonly dataDir: string | null;
  /** Added to every database request, ms. */
  readonly latencyMs?: number;
  /** Rebuild and reload when a source file changes. */
  readonly watch?: boolean;
  /** Run the timers of the manifest by themselves (default true). */
  readonly timers?: boolean;
  /** Make the forecasts of the seeded weeks, after a start and each reset, while people look around. */
  readonly forecasts?: boolean;
  /** Where what goes on is told; silent when absent. */
  readonly say?: (line: string) => void;
}

export interface House {
  readonly cloud: Cloud;
  readonly gateways: Gateways;
  close(): Promise<void>;
}

/** A minute of WeChat's waiting passes in six seconds: nobody watches a screen for an hour. */
const NOTIFICATION_SCALE = 0.1;

/**
 * Everything on one port, as `npm start` has it: the built functions on the local cloud with the
 * seeded club, the phone and the stage; WeChat Pay has a port of its own. Fails with EADDRINUSE when the port is taken.
 */
export async function openHouse(options: HouseOptions): Promise<House> {
  const say = options.say ?? (() => undefined);
  const phone = createPhoneBuilder({
    miniprogramRoot: join(projectRoot, 'miniprogram'),
    projectRoot,
    outDir: join(projectRoot, 'dist/phone'),
  });
  const [gateways] = await Promise.all([
    openGateways({
      now: () => cloud.clock.now(),
      dataDir: options.dataDir,
      scale: NOTIFICATION_SCALE,
    }),
    buildFunctions(),
    phone.build(),
  ]);
  const personas: Readonly<Record<string, string>> = club.openids;
  const routes = [
    ...phoneRoutes(phone, {
      openidOf: (as) => personas[as] ?? as,
      clockOffset: () => cloud.clock.offset,
    }),
    ...stageRoutes({ ...club, payApps: PAY_APPS }),
    ...gateways.routes,
  ];
  const cloud: Cloud = await startCloud({
    manifest: join(projectRoot, 'dist/cloudfunctions/manifest.json'),
    functionsRoot: join(projectRoot, 'dist/cloudfunctions'),
    dataDir: options.dataDir,
    port: options.port,
    personas,
    clockAtReset: club.clockAtReset,
    seed: async (empty) => {
      await gateways.reset();
      await club.seed(empty);
      await club.seedBookings(empty);
      if (options.forecasts) await club.seedPast(empty);
    },
    ...(options.forecasts && {
      onReady: (ready: Cloud) => void ready.runTimer('forecastTimer', 'night'),
    }),
    functionEnv: (url) => ({ ...gateways.functionEnv(url), message: messageVariables }),
    templates: MESSAGE_TEMPLATES,
    phoneNumbers: club.phoneNumbers,
    openApis: gateways.openApis,
    routes,
    pages: await pagesOf(join(projectRoot, 'miniprogram/app.json')),
    timers: options.timers ?? true,
    latencyMs: options.latencyMs ?? 0,
    ...(options.host && { host: options.host }),
    log: options.say ?? null,
  }).catch(async (error: unknown) => {
    await gateways.stop();
    throw error;
  });
  const watching = options.watch
    ? [
        watchFunctions(cloud, say),
        phone.watch(({ problems }) => {
          for (const problem of problems) say(formatProblem(problem));
          cloud.announce({ type: 'reload' });
        }),
      ]
    : [];
  return {
    cloud,
    gateways,
    async close() {
      for (const stop of watching) stop();
      await gateways.stop();
      await cloud.stop();
      await phone.stop();
    },
  };
}

/** Every page of the mini-program: a printed code for any other would open nothing. */
async function pagesOf(appJson: string): Promise<string[]> {
  const app = JSON.parse(await readFile(appJson, 'utf8')) as {
    pages: string[];
    subPackages: { root: string; pages: string[] }[];
  };
  const inPackages = app.subPackages.flatMap(({ root, pages }) =>
    pages.map((page) => `${root}/${page}`),
  );
  return [...app.pages, ...inPackages];
}

/** ms of silence after a change before a build starts: editors write a file in several steps. */
const settle = 60;

/** Rebuilds the functions after each change of their sources; returns the way to stop. */
function watchFunctions(cloud: Cloud, say: (line: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const rebuild = async () => {
    try {
      await buildFunctions();
      await cloud.reload();
    } catch (error) {
      say(`The functions stay as they were: ${(error as Error).message}`);
    }
  };
  const watchers = ['cloudfunctions', 'shared'].map((folder) =>
    watch(join(projectRoot, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void rebuild(), settle);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

import { createServer } from 'node:net';
import { relative, resolve } from 'node:path';
import { projectRoot } from './builder/project';
import { type House, openHouse } from './house';

/** `npm start`: PORT (3900), DATA_DIR (.data), LATENCY_MS (0), HOST (127.0.0.1). */
async function start(): Promise<void> {
  const port = numberFrom('PORT', 3900);
  const dataDir = resolve(projectRoot, process.env.DATA_DIR ?? '.data');
  const started = performance.now();
  await ensureFree(port);
  const house = await openHouse({
    port,
    dataDir,
    latencyMs: numberFrom('LATENCY_MS', 0),
    watch: true,
    forecasts: true,
    say: (line) => console.log(line),
    ...(process.env.HOST && { host: process.env.HOST }),
  });
  stopOnSignals(house);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const inside = relative(projectRoot, dataDir);
  console.log(welcome(house.cloud.url, inside.startsWith('..') ? dataDir : inside, seconds));
}

function welcome(url: string, dataDir: string, seconds: string): string {
  return `
  Courtside 场边   ${url}/   (${seconds} s)

  Open it: two phones, and the tablet at a venue's door. On the left phone choose a venue and tap
  打卡, pick the door's code, and watch the number rise on the right one.
  What happens is kept in ${dataDir}. Ctrl+C stops.
`;
}

function numberFrom(name: string, otherwise: number): number {
  const given = process.env[name];
  if (given === undefined || given === '') return otherwise;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name}=${given} is not a number`);
  return value;
}

/** Fails with EADDRINUSE at once, instead of after the build. */
function ensureFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, process.env.HOST || '127.0.0.1', () => probe.close(() => resolve()));
  });
}

/** The first signal closes what is open and ends; a second one does not wait. */
function stopOnSignals(house: House): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await house.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

start().catch((error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') {
    const port = process.env.PORT ?? 3900;
    console.error(`端口 ${port} 已被占用。换一个端口：PORT=3901 npm start`);
    console.error(`Port ${port} is taken. Choose another: PORT=3901 npm start`);
  } else {
    console.error(error.name === 'BuildError' ? error.message : error);
  }
  process.exit(1);
});

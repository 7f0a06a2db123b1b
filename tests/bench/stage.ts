import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../tools/builder/project';

/** `npm start` as a newcomer runs it: a process of its own, a fresh club, a free port. */
export interface RunningStage {
  readonly url: string;
  /** Seconds from the command to the printed address with a healthy answer. */
  readonly seconds: number;
  stop(): Promise<void>;
}

export async function startStage(): Promise<RunningStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'courtside-stage-'));
  const started = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const stop = async () => {
    signal(child);
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const url = await printedAddress(child);
    const { status } = await fetch(`${url}/healthz`);
    if (status !== 200) throw new Error(`/healthz answers ${status}`);
    return { url, seconds: (performance.now() - started) / 1000, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** npm does not pass signals on to all that it started, so the whole group gets it. */
function signal(child: ChildProcess): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      const address = /Courtside\D+(http:\/\/127\.0\.0\.1:\d+)\//.exec(output)?.[1];
      if (address) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('close', () => reject(new Error(`npm start ended:\n${output}`)));
  });
}

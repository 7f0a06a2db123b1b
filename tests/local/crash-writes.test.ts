import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { closed, nodeDb, startDocuments, until } from './localCloud';

const program = fileURLToPath(new URL('./crash-cloud.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crash-'));
let running: ChildProcess | null = null;

afterEach(() => running?.kill('SIGKILL'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the cloud in a child process and points the SDK at it. */
async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [environment] = await once(createInterface({ input: child.stdout }), 'line');
  Object.assign(process.env, JSON.parse(String(environment)), { SILENCE: 'true' });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const PAIRS = 8;

test('kill -9 while writing: no acknowledged write is lost, no transaction is torn', async () => {
  const acknowledged = new Set<string>();
  let transferred = 0;
  for (let round = 0; round < 3; round++) {
    const child = await start();
    running = child;
    const db = nodeDb();
    let writing = true;
    const goal = acknowledged.size + 60;
    const inserts = async (writer: number): Promise<void> => {
      for (let n = 0; writing; n++) {
        const _id = `${round}-${writer}-${n}`;
        await db.collection('notes').add({ _id, text: 'x'.repeat(200) });
        acknowledged.add(_id);
      }
    };
    const transfers = async (pair: number): Promise<void> => {
      while (writing) {
        await db.runTransaction(async (transaction) => {
          const accounts = transaction.collection('accounts');
          const left =
            ((await accounts.doc(`l${pair}`).get()).data as { n: number } | null)?.n ?? 0;
          await accounts.doc(`l${pair}`).set({ n: left + 1 });
          await accounts.doc(`r${pair}`).set({ n: left + 1 });
        });
        transferred++;
      }
    };
    const work = [0, 1, 2, 3]
      .map(inserts)
      .concat(Array.from({ length: PAIRS }, (_each, n) => transfers(n)));
    const ended = Promise.allSettled(work);
    await until(() => acknowledged.size >= goal && transferred >= (round + 1) * 20, 20_000);
    await kill(child);
    writing = false;
    await ended;
  }

  const cloud = await startDocuments({ notes: closed, accounts: closed }, { dataDir: folder });
  const db = nodeDb();
  for (const _id of acknowledged) {
    const { data } = await db.collection('notes').doc(_id).get();
    expect(data, `acknowledged ${_id}`).toHaveLength(1);
  }
  let counted = 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    const [left] = (await db.collection('accounts').doc(`l${pair}`).get()).data as { n: number }[];
    const [right] = (await db.collection('accounts').doc(`r${pair}`).get()).data as { n: number }[];
    expect(right?.n).toBe(left?.n);
    counted += left?.n ?? 0;
  }
  expect(counted).toBeGreaterThanOrEqual(transferred);
  await cloud.stop();
}, 90_000);

/** Runs in the worker thread: one function, one call at a time. Built to a string by `bundle.ts`. */
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import type { AssignMessage, CallMessage, FromWorker, ToWorker } from '../messages';
import { installClock, shiftClock } from './clock';
import { redirectOutput } from './output';

type Main = (event: unknown, context: unknown) => unknown;

if (!parentPort) throw new Error('The function runtime needs a worker thread.');
const port = parentPort;
const send = (message: FromWorker) => port.postMessage(message);
const load = createRequire(`${process.cwd()}/function.js`);

let main: Main | null = null;
let currentRequest = '';
let callVariables: readonly string[] = [];

installClock();
redirectOutput((text) => send({ type: 'printed', requestId: currentRequest, text }));
// Node has read it by now; the function shall see the platform's variables only.
delete process.env.NODE_PATH;
// The SDK reads the environment dozens of times a request, and in a thread each reading leaves
// JavaScript: a plain object of the same names is a tenth faster over a whole call.
process.env = { ...process.env };

port.on('message', (message: ToWorker) => {
  if (message.type === 'call') void call(message);
  else if (message.type === 'assign') assign(message);
  else preload(message.modules);
});

function preload(modules: readonly string[]): void {
  for (const name of modules) {
    try {
      load(name);
    } catch {
      // Not installed here: the function that needs it will say so.
    }
  }
  send({ type: 'preloaded' });
}

function assign(message: AssignMessage): void {
  Object.assign(process.env, message.env);
  try {
    const exported: unknown = load(message.entry);
    const found = exported && typeof exported === 'object' && 'main' in exported && exported.main;
    if (typeof found !== 'function') throw new Error(`${message.entry} exports no function "main"`);
    main = found as Main;
    send({ type: 'assigned' });
  } catch (error) {
    send({ type: 'broken', stack: stackOf(error) });
  }
}

async function call(message: CallMessage): Promise<void> {
  const { requestId } = message;
  currentRequest = requestId;
  for (const name of callVariables) delete process.env[name];
  callVariables = Object.keys(message.env);
  Object.assign(process.env, message.env);
  shiftClock(message.offset);
  try {
    if (!main) throw new Error('called before its code was loaded');
    const result = await main(JSON.parse(message.event), { ...message.context });
    send({ type: 'reply', requestId, json: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    send({ type: 'threw', requestId, stack: stackOf(error) });
  }
}

/** What is thrown need not be an Error: wx-server-sdk throws plain objects. */
function stackOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.stack ?? String(thrown);
  if (typeof thrown === 'object' && thrown !== null) {
    const text = 'errMsg' in thrown ? thrown.errMsg : JSON.stringify(thrown);
    return String(text);
  }
  return String(thrown);
}

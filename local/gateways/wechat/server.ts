import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, send, sendJson, targetOf } from '../../cloudbase/http';
import { listening } from '../listening';
import { type ApiAnswer, type ApiCall, carryOut, type Desks } from './api';
import type { AnswerFault, WechatFaults } from './faults';
import type { Credentials } from './merchant';
import type { PlatformKeys, Signer } from './platformKeys';
import { GatewayRefusal, invalidRequest, tooFrequent } from './refusal';
import { unknownTo } from './sealing';
import { Gatekeeper, signed } from './signature';

export interface ServerOptions {
  readonly credentials: Credentials;
  readonly keys: PlatformKeys;
  readonly desks: Desks;
  readonly faults: WechatFaults;
  readonly now: () => number;
}

const BODY_LIMIT = 1024 * 1024;
const TEN_MINUTES = 10 * 60_000;

/** Faults that stand instead of an answer. */
const FAILURES = {
  systemError: new GatewayRefusal(500, 'SYSTEM_ERROR', '系统异常，请用相同参数重新调用'),
  frequency: tooFrequent(),
  notEnough: new GatewayRefusal(403, 'NOT_ENOUGH', '余额不足'),
} as const;

/** The merchant's side of WeChat Pay: `/v3/…` on a port of its own. */
export function startServer(options: ServerOptions) {
  const gatekeeper = new Gatekeeper(options);
  return listening((request, response) => {
    serve(options, gatekeeper, request, response).catch((error: unknown) => {
      if (error instanceof GatewayRefusal) sendJson(response, error.status, error.body);
      else if (!request.destroyed) sendJson(response, 500, { code: 'BUG', message: String(error) });
    });
  });
}

async function serve(
  { keys, desks, faults, now }: ServerOptions,
  gatekeeper: Gatekeeper,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readBody(request, BODY_LIMIT)).toString('utf8');
  const { method = 'GET', url = '/', headers } = request;
  gatekeeper.check({ method, url, headers, body });
  checkHeaders(request);
  const { path, query } = targetOf(request);
  const fault = faults.takeAnswer(method, path);
  const failure =
    fault && fault.effect in FAILURES ? FAILURES[fault.effect as keyof typeof FAILURES] : null;
  if (failure && !fault?.carriedOut) throw failure;
  const origin = `http://${headers.host ?? ''}`;
  const answer = carryOut(desks, {
    method,
    path,
    query,
    body: parsed(body),
    origin,
  } satisfies ApiCall);
  if (failure) throw failure;
  if (fault?.effect === 'drop') request.socket.destroy();
  else reply(response, answer, { signer: keys.signer(), fault, now: now() });
}

/** WeChat Pay refuses what does not say who it is and what it speaks. */
function checkHeaders({ method, headers }: IncomingMessage): void {
  if (!headers['user-agent']) throw invalidRequest('Http头缺少User-Agent');
  if (!/json|\*\/\*/.test(headers.accept ?? '')) throw invalidRequest('Http头Accept应为json');
  if (method === 'POST' && !headers['content-type']?.startsWith('application/json')) {
    throw new GatewayRefusal(415, 'INVALID_REQUEST', 'Content-Type应为application/json');
  }
}

function parsed(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new GatewayRefusal(400, 'PARAM_ERROR', '请求体不是合法的JSON');
  }
}

function reply(
  response: ServerResponse,
  answer: ApiAnswer,
  by: { signer: Signer; fault: AnswerFault | null; now: number },
): void {
  if ('file' in answer) {
    const { file, type } = answer;
    const text = file.toString();
    const sent = by.fault?.effect === 'tamper' ? Buffer.from(altered(text)) : file;
    send(response, 200, sent, { 'content-type': type });
    return;
  }
  const { signer } = by;
  const effect = by.fault?.effect;
  const text = answer.json === null ? '' : JSON.stringify(answer.json);
  // An empty answer has nothing to alter: there the signature is one of something else.
  const signedText = effect === 'tamper' && text === '' ? ' ' : text;
  const headers = signed(signedText, {
    key: signer.key,
    serial: effect === 'unknownSerial' ? unknownTo(signer) : signer.serial,
    at: effect === 'stale' ? by.now - TEN_MINUTES : by.now,
  });
  send(response, text === '' ? 204 : 200, effect === 'tamper' ? altered(text) : text, {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
  });
}

/** What somebody on the way would like to be true. */
const altered = (text: string): string =>
  text.replace('"NOTPAY"', '"SUCCESS"').replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));

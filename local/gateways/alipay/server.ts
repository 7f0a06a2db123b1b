import type { KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, send, targetOf } from '../../cloudbase/http';
import { signatureOf } from '../keys';
import { listening } from '../listening';
import { carryOut, type Desks, isMethod } from './api';
import type { AlipayFaults, AnswerEffect } from './faults';
import type { Credentials } from './merchant';
import { AlipayRefusal, businessFailed, invalid, missing } from './refusal';
import { checkRequest, type Fields } from './signature';

export interface ServerOptions {
  readonly credentials: Credentials;
  readonly strangerKey: KeyObject;
  readonly desks: Desks;
  readonly faults: AlipayFaults;
  readonly now: () => number;
}

const BODY_LIMIT = 1024 * 1024;
const PATH = '/gateway.do';
const FORM = 'application/x-www-form-urlencoded';

/** Faults that stand instead of an answer. */
const FAILURES: Partial<Record<AnswerEffect, AlipayRefusal>> = {
  systemError: new AlipayRefusal('20000', 'isp.unknow-error', '服务暂不可用（业务系统不可用）'),
  businessUnknown: businessFailed('SYSTEM_ERROR', '系统错误，请用相同参数重新调用'),
  notEnough: businessFailed('SELLER_BALANCE_NOT_ENOUGH', '商户的支付宝账户中无足够的资金'),
};

/** The merchant's side of Alipay: `/gateway.do` on a port of its own. */
export function startServer(options: ServerOptions) {
  return listening((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      if (!request.destroyed) send(response, 500, String(error));
    });
  });
}

async function serve(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readBody(request, BODY_LIMIT)).toString('utf8');
  const { path, query } = targetOf(request);
  if (path !== PATH || request.method !== 'POST') {
    send(response, 404, `nothing at ${request.method} ${path}`);
    return;
  }
  const isForm = request.headers['content-type']?.startsWith(FORM) ?? body === '';
  const form = new URLSearchParams(isForm ? body : '');
  const given: Fields = Object.fromEntries([...query, ...form]);
  const { effect, inner } = outcomeOf(options, given);
  if (effect === 'drop') request.socket.destroy();
  else if (effect === 'badGateway') send(response, 502, '<html>502 Bad Gateway</html>');
  else reply(response, answerText(options, { method: given.method ?? '', inner, effect }));
}

/** What is answered, and how the answer goes wrong. */
function outcomeOf(options: ServerOptions, given: Fields) {
  const { credentials, desks, faults, now } = options;
  try {
    if (!given.method) throw missing('method', '缺少方法名参数');
    if (!isMethod(given.method)) throw invalid('method', '不存在的方法名');
    checkRequest(given, credentials, now());
  } catch (error) {
    return { effect: null, inner: refusedBy(error) };
  }
  const fault = faults.takeAnswer(given.method);
  const failure = fault && FAILURES[fault.effect];
  const skipped = (failure || fault?.effect === 'badGateway') && !fault?.carriedOut;
  if (skipped) return { effect: fault?.effect ?? null, inner: failure?.body ?? {} };
  const done = carriedOut(desks, given);
  return { effect: fault?.effect ?? null, inner: failure?.body ?? done };
}

function carriedOut(desks: Desks, given: Fields): object {
  try {
    return { code: '10000', msg: 'Success', ...carryOut(desks, given) };
  } catch (error) {
    return refusedBy(error);
  }
}

function refusedBy(error: unknown): object {
  if (error instanceof AlipayRefusal) return error.body;
  throw error;
}

interface Worded {
  readonly method: string;
  readonly inner: object;
  readonly effect: AnswerEffect | null;
}

/** Signed is the text between the names, exactly as it goes out: Alipay escapes slashes. */
function answerText(
  { credentials, strangerKey }: ServerOptions,
  { method, inner, effect }: Worded,
): string {
  const name = isMethod(method) ? `${method.replaceAll('.', '_')}_response` : 'error_response';
  const text = JSON.stringify(inner).replaceAll('/', '\\/');
  const key = effect === 'forged' ? strangerKey : credentials.alipayPrivateKey;
  const said = effect === 'tamper' ? altered(text) : text;
  if (effect === 'unsigned') return `{"${name}":${said}}`;
  return `{"${name}":${said},"sign":"${signatureOf(text, key)}"}`;
}

/** What somebody on the way would like to be true. */
const altered = (text: string): string =>
  text
    .replace('WAIT_BUYER_PAY', 'TRADE_SUCCESS')
    .replace(/"(\d+)\.(\d\d)"/g, '"1$1.$2"')
    .replace('qr.alipay.com', 'qr.a1ipay.com')
    .replace('"fund_change":"N"', '"fund_change":"Y"')
    .replace(/"out_trade_no":"/, '"out_trade_no":"0');

const reply = (response: ServerResponse, text: string): void =>
  send(response, 200, text, { 'content-type': 'text/html;charset=utf-8' });

import { randomBytes, randomUUID } from 'node:crypto';
import tcb from '@cloudbase/node-sdk';
import { formatClub, type Instant } from '@shared/base/time';
import cloud from 'wx-server-sdk';
import { cloudDb } from './cloudDb';
import { reportFault } from './faults';
import { identities } from './identity';
import type { Context, Platform, PlatformServices } from './serve';

const app = tcb.init({ env: tcb.SYMBOL_CURRENT_ENV });
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string });
const database = app.database();

/** What wx-server-sdk really answers; its own typings do not have it. */
interface WxacodeApi {
  wxacode: {
    getUnlimited(ask: {
      scene: string;
      page: string;
      checkPath: boolean;
      width: number;
    }): Promise<{ contentType: string; buffer: Buffer }>;
  };
}

interface SubscribeMessageApi {
  subscribeMessage: { send(ask: Readonly<Record<string, unknown>>): Promise<unknown> };
}

interface ShippingApi {
  wxa: {
    sec: {
      order: { uploadShippingInfo(ask: Readonly<Record<string, unknown>>): Promise<unknown> };
    };
  };
}

interface PhoneNumberApi {
  phonenumber: {
    getPhoneNumber(ask: { code: string }): Promise<{
      phoneInfo: { purePhoneNumber: string; countryCode: string | number };
    }>;
  };
}

const WALL_CODE_WIDTH = 1280;
const MOST_SHIPPED_TEXT = 120;
const BY_TRANSACTION = 2;
const DELIVERED_WHOLE = 1;

/**
 * WeChat's codes of the upload, as its public documents name them; none was met in operation yet.
 * Shipped already, put right already, and the same once more: in each case WeChat has it.
 */
const SHIPPED: readonly unknown[] = [10060002, 10060003, 10060023];
/** The payment is not known yet; WeChat's own failures. */
const NOT_YET: readonly unknown[] = [10060001, 10060012, -1];

/** What WeChat calls a code that was used, has expired or never was. */
const INVALID_CODE: unknown = 40029;
const CHINA = '86';

const services: PlatformServices = {
  async wallCode({ page, scene }) {
    const { openapi } = cloud as unknown as { openapi: WxacodeApi };
    const ask = { page, scene, checkPath: false, width: WALL_CODE_WIDTH };
    const { buffer, contentType } = await openapi.wxacode.getUnlimited(ask);
    return { image: buffer, contentType };
  },
  async sendSubscribe({ openid, templateId, page, data }) {
    const { openapi } = cloud as unknown as { openapi: SubscribeMessageApi };
    const ask = { touser: openid, templateId, data, ...(page !== null && { page }) };
    try {
      await openapi.subscribeMessage.send({ ...ask, miniprogramState: 'formal', lang: 'zh_CN' });
      return 0;
    } catch (error) {
      const { errCode } = error as { errCode?: unknown };
      // Positive codes are WeChat's own; the others say that the call did not get there.
      if (typeof errCode === 'number' && errCode > 0) return errCode;
      throw error;
    }
  },
  async uploadShipping({ transactionId, openid, logisticsType, itemDescription, at }) {
    const { openapi } = cloud as unknown as { openapi: ShippingApi };
    const ask = {
      orderKey: { orderNumberType: BY_TRANSACTION, transactionId },
      logisticsType,
      deliveryMode: DELIVERED_WHOLE,
      shippingList: [{ itemDesc: itemDescription.slice(0, MOST_SHIPPED_TEXT) }],
      uploadTime: formatClub(at, 'YYYY-MM-DDTHH:mm:ss.SSSZ'),
      payer: { openid },
    };
    try {
      await openapi.wxa.sec.order.uploadShippingInfo(ask);
      return 'DONE';
    } catch (error) {
      const { errCode } = error as { errCode?: unknown };
      if (SHIPPED.includes(errCode)) return 'DONE';
      if (NOT_YET.includes(errCode)) return 'LATER';
      throw error;
    }
  },
  async phoneNumber(code) {
    const { openapi } = cloud as unknown as { openapi: PhoneNumberApi };
    try {
      const { phoneInfo } = await openapi.phonenumber.getPhoneNumber({ code });
      // WeChat's documents have the country as a text, their example as a number.
      return String(phoneInfo.countryCode) === CHINA ? phoneInfo.purePhoneNumber : null;
    } catch (error) {
      const { errCode } = error as { errCode?: unknown };
      if (errCode === INVALID_CODE) return null;
      throw error;
    }
  },
  async deleteFiles(fileIds) {
    if (fileIds.length > 0) await app.deleteFile({ fileList: [...fileIds] });
  },
  reportFault,
};

/** Thirty-two random characters: an id that says nothing and cannot be guessed. */
const newId = () => randomBytes(16).toString('hex');

const openContext = (origin: string | null): Context => ({
  db: cloudDb(database, origin),
  now: Date.now() as Instant,
  newId,
  platform: services,
});

/** The only file that knows it runs in the cloud. */
export const platform: Platform = {
  newTraceId: randomUUID,
  async open() {
    const openid = String(cloud.getWXContext().OPENID ?? '');
    const ip = addressOfCaller();
    const context = openContext(ip);
    const identity = openid === '' ? null : await context.db.get(identities, openid);
    return { visitor: { openid, identity, ip }, context };
  },
  reportFault: services.reportFault,
};

/** The platform has a name for each family, and leaves out or empties the one that is not in use. */
function addressOfCaller(): string | null {
  const { CLIENTIP, CLIENTIPV6 } = cloud.getWXContext() as Readonly<Record<string, unknown>>;
  return String(CLIENTIP || CLIENTIPV6 || '') || null;
}

/** Who called this very function, the last of the chain `wx_client,scf`. */
function callerOf(): { readonly source: string; readonly hasPerson: boolean } {
  const { OPENID, SOURCE } = cloud.getWXContext();
  const source = String(SOURCE ?? '')
    .split(',')
    .at(-1);
  return { source: source ?? '', hasPerson: Boolean(OPENID) };
}

/** The context of a timer, or null when somebody else calls: timers have no person. */
export function openTimerContext(): Context | null {
  const { source, hasPerson } = callerOf();
  return hasPerson || source !== 'wx_trigger' ? null : openContext(null);
}

const NOT_HTTP = ['wx_client', 'wx_devtools', 'wx_trigger', 'scf'];

/**
 * The context of an HTTP request, or null when a phone, a timer or another function calls and only
 * imitates one. How HTTP access names itself is not documented, so the others are named here: what
 * comes in still has to prove itself by its signature.
 */
export function openHttpContext(): Context | null {
  const { source, hasPerson } = callerOf();
  return hasPerson || NOT_HTTP.includes(source) ? null : openContext(addressOfCaller());
}

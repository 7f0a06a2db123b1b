import type { FunctionSpec } from '../manifestTypes';
import { type ActionHandler, CloudError, type OpenApi } from '../types';
import type { WechatServers } from './wechatServers';
import { type ApiArguments, type ApiReply, decodeRequest, encodeReply } from './wire';
import { type CodeOptions, getUnlimited } from './wxacode';

export interface OpenApiOptions
  extends CodeOptions,
    Pick<WechatServers, 'messaging' | 'phoneNumbers'> {
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  /** Those of somebody beside the cloud, by name. */
  readonly openApis: Readonly<Record<string, OpenApi>>;
}

type Api = (args: ApiArguments, options: OpenApiOptions) => ApiReply;

const APIS: Readonly<Record<string, Api>> = {
  'wxacode.getUnlimited': getUnlimited,
  'subscribeMessage.send': (args, { messaging }) => messaging.send(args),
  'phonenumber.getPhoneNumber': (args, { phoneNumbers }) => phoneNumbers.redeem(args),
};

/** Only a cloud function may call WeChat's APIs … */
const ILLEGAL_SOURCE = -604104;
/** … and only those its `permissions.openapi` names. */
const NO_PERMISSION = -604101;

/** `wx.openApi`: WeChat's server APIs as wx-server-sdk calls them. An unknown one is named. */
export function openApiActions(options: OpenApiOptions): Record<string, ActionHandler> {
  return {
    'wx.openApi': ({ params, origin }) => {
      const name = textOf(params.apiName);
      const api = apiCalled(name, options);
      if (!api) throw new CloudError('INVALID_PARAM', `openapi.${name} is not in the local cloud`);
      if (!origin) return raw({ platformError: ILLEGAL_SOURCE });
      if (!options.functions[origin.functionName]?.openapi.includes(name)) {
        return raw({ platformError: NO_PERMISSION });
      }
      const data = params.requestData;
      if (!Buffer.isBuffer(data)) throw new CloudError('INVALID_PARAM', 'requestData missing');
      return raw(api(decodeRequest(data), options));
    },
  };
}

function apiCalled(name: string, { openApis }: OpenApiOptions): Api | undefined {
  if (Object.hasOwn(APIS, name)) return APIS[name];
  const api = Object.hasOwn(openApis, name) ? openApis[name] : undefined;
  return api && ((args) => ({ json: api(args) }));
}

// JSON's content type would mark the answer as an error to the SDK.
const raw = (reply: ApiReply) =>
  Promise.resolve({ raw: encodeReply(reply), contentType: 'application/octet-stream' });

const textOf = (field: unknown): string =>
  Buffer.isBuffer(field) ? field.toString('utf8') : String(field ?? '');

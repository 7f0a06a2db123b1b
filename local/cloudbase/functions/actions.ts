import type { FunctionSpec } from '../manifestTypes';
import { type ActionHandler, CloudError, type FunctionHost } from '../types';
import { CLIENT_CALL_BYTES, checkClientReply, checkEvent } from './limits';
import { type OpenData, withOpenData } from './openData';

/**
 * `functions.invokeFunction`, as a person's client or another function sends it. What a client may
 * call, and how much it may send and get, is decided here.
 */
export function functionActions(
  host: FunctionHost,
  functions: Readonly<Record<string, FunctionSpec>>,
  openData: OpenData,
): Record<string, ActionHandler> {
  return {
    'functions.invokeFunction': async ({ params, caller }) => {
      const name = params.function_name;
      if (typeof name !== 'string') throw new CloudError('INVALID_PARAM', 'function_name missing');
      const json = requestData(params.request_data);
      if (caller.kind === 'server') {
        const started = caller.workerId === null ? null : host.sourceOf(caller.workerId);
        const source = started === null ? 'scf' : `${started},scf`;
        const event = JSON.parse(json) as unknown;
        return replied(await host.invoke({ name, event, openid: null, source, ip: null }));
      }
      if (caller.limits === 'mp') checkEvent(json, CLIENT_CALL_BYTES);
      if (Object.hasOwn(functions, name) && functions[name]?.clients === false) {
        throw new CloudError('EXCEED_AUTHORITY', `function "${name}" cannot be called by clients`);
      }
      const { openid, ip } = caller;
      const event = withOpenData(JSON.parse(json), params.cloud_ids, (id) => openData(id, openid));
      const reply = replied(await host.invoke({ name, event, openid, source: 'wx_client', ip }));
      checkClientReply(reply.fields.data.response_data);
      return reply;
    },
  };
}

const replied = (result: unknown) => ({
  fields: { data: { response_data: JSON.stringify(result ?? null) } },
});

/** The SDKs send JSON text, and an empty text for no data. */
function requestData(sent: unknown): string {
  if (sent === undefined || sent === null || sent === '') return '{}';
  return typeof sent === 'string' ? sent : JSON.stringify(sent);
}

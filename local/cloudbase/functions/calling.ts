import { type ActionHandler, CloudError } from '../types';

/** The wire action by which a client calls a function. */
export const INVOKE = 'functions.invokeFunction';

interface Call {
  readonly openid: string;
  readonly name: string;
  readonly data: unknown;
}

/** What a function answers a person's mini-program. */
export async function callAs(
  invoke: ActionHandler,
  { openid, name, data }: Call,
): Promise<unknown> {
  const reply = await invoke({
    action: INVOKE,
    params: { function_name: name, request_data: JSON.stringify(data ?? {}) },
    caller: { kind: 'client', openid, limits: 'mp', ip: '127.0.0.1' },
    sdk: '',
    origin: null,
  });
  if (!('fields' in reply)) throw new CloudError('SYS_ERR', 'no reply');
  const { response_data: text } = reply.fields.data as { response_data: string };
  return JSON.parse(text) as unknown;
}

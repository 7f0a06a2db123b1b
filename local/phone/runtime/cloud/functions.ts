import { CloudFailure } from './errors';
import { type Fields, isFields, type Wire } from './wire';

/** WeChat: data of a call at most 100 KB. */
const CALL_DATA_LIMIT = 100 * 1024;

/**
 * Stands for open data that only the platform can look up (`wx.cloud.CloudID(id)`). Replaced at
 * the top level of a call's data only; deeper down it stays the string it was made of.
 */
export class CloudID {
  constructor(readonly cloudID: string) {}
  toJSON(): string {
    return this.cloudID;
  }
}

/**
 * `wx.cloud.callFunction`.
 * @returns `{ result, requestID }`; `result` is what the function returned, through JSON.
 * @throws CloudFailure for data over 100 KB or without a name, WireFailure from the server.
 */
export async function callFunction(wire: Wire, { name, data = {} }: Fields): Promise<object> {
  const api = 'cloud.callFunction';
  if (typeof name !== 'string' || name === '') {
    throw new CloudFailure(-501007, `${api}:fail parameter.name should be String`);
  }
  if (!isFields(data)) {
    throw new CloudFailure(-501007, `${api}:fail parameter.data should be Object`);
  }
  const body = JSON.stringify(data);
  if (new TextEncoder().encode(body).length > CALL_DATA_LIMIT) {
    throw new CloudFailure(-1, `${api}:fail Error: data exceed max size 100KB`);
  }
  const cloudIds = Object.keys(data).filter((key) => data[key] instanceof CloudID);
  const reply = await wire.send('functions.invokeFunction', {
    function_name: name,
    request_data: body,
    ...(cloudIds.length > 0 ? { cloud_ids: cloudIds } : {}),
  });
  return { result: parsed(reply.data.response_data), requestID: reply.requestId };
}

/** A function's reply travels as JSON text; a bare string may come without quotes. */
function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

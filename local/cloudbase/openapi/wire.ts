import protobuf from 'protobufjs';

/** The messages in which wx-server-sdk 4 wraps a WeChat API call (`wx.openApi`). */
const { root } = protobuf.parse(`
syntax = "proto3";
message KeyValuePair { string key = 1; bytes value = 2; string contenttype = 3; string filename = 4; }
message OpenApiData { repeated KeyValuePair pairs = 1; }
message CommApiData { int32 api_type = 1; OpenApiData openapi_data = 2; string appid = 6; }
message CommOpenApiResp { bytes resp_data = 1; string content_type = 2; int32 error_code = 3; uint32 http_code = 4; }
`);
const Request = root.lookupType('CommApiData');
const Response = root.lookupType('CommOpenApiResp');

/** Arguments of an API in WeChat's own snake_case. Uploaded media stay buffers. */
export type ApiArguments = Readonly<Record<string, unknown>>;

interface DecodedRequest {
  readonly openapiData?: {
    readonly pairs?: readonly { key: string; value: Uint8Array; contenttype: string }[];
  };
}

export function decodeRequest(bytes: Buffer): ApiArguments {
  const message = Request.toObject(Request.decode(bytes)) as DecodedRequest;
  const decoded: Record<string, unknown> = {};
  for (const { key, value, contenttype } of message.openapiData?.pairs ?? []) {
    decoded[key] = contenttype ? value : JSON.parse(Buffer.from(value ?? []).toString('utf8'));
  }
  return decoded;
}

export type ApiReply =
  | { readonly json: Readonly<Record<string, unknown>> }
  | { readonly bytes: Buffer; readonly contentType: string }
  /** The call did not reach the API, e.g. -604101 for a missing permission. */
  | { readonly platformError: number };

export function encodeReply(reply: ApiReply): Buffer {
  return Buffer.from(Response.encode(Response.create(fieldsOf(reply))).finish());
}

function fieldsOf(reply: ApiReply): Record<string, unknown> {
  if ('platformError' in reply) return { errorCode: reply.platformError };
  if ('bytes' in reply) {
    return { respData: reply.bytes, contentType: reply.contentType, httpCode: 200 };
  }
  const respData = Buffer.from(JSON.stringify(reply.json));
  return { respData, contentType: 'application/json; encoding=utf-8', httpCode: 200 };
}

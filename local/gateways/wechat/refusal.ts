/** A refusal of the gateway: `{ code, message, detail? }` with an HTTP status, as WeChat Pay words it. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** JSON pointer of the field that is wrong. */
    readonly field?: string,
  ) {
    super(message);
  }

  get body(): object {
    const { code, message, field } = this;
    const detail = field && { field, issue: message, location: 'body' };
    return { code, message, ...(detail && { detail }) };
  }
}

export const parameterError = (field: string, why: string): GatewayRefusal =>
  new GatewayRefusal(400, 'PARAM_ERROR', `参数错误: ${why}`, field);

export const invalidRequest = (why: string): GatewayRefusal =>
  new GatewayRefusal(400, 'INVALID_REQUEST', why);

/** Too many requests of a kind, or one too soon after another. */
export const tooFrequent = (): GatewayRefusal =>
  new GatewayRefusal(429, 'FREQUENCY_LIMITED', '频率限制');

/** What an answer holds besides its contents, as Alipay words it. HTTP stays 200. */
export interface Refused {
  readonly code: string;
  readonly msg: string;
  readonly sub_code: string;
  readonly sub_msg: string;
}

const MESSAGES = {
  '20000': 'Service Currently Unavailable',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40004': 'Business Failed',
} as const;

/** A refusal of the gateway (400xx, `isv.…`) or of the business (40004, `ACQ.…`). */
export class AlipayRefusal extends Error {
  override readonly name = 'AlipayRefusal';
  constructor(
    readonly code: keyof typeof MESSAGES,
    readonly subCode: string,
    message: string,
  ) {
    super(message);
  }

  get body(): Refused {
    const { code, subCode, message } = this;
    return { code, msg: MESSAGES[code], sub_code: subCode, sub_msg: message };
  }
}

export const missing = (what: string, why: string): AlipayRefusal =>
  new AlipayRefusal('40001', `isv.missing-${what}`, why);

export const invalid = (what: string, why: string): AlipayRefusal =>
  new AlipayRefusal('40002', `isv.invalid-${what}`, why);

export const businessFailed = (subCode: string, why: string): AlipayRefusal =>
  new AlipayRefusal('40004', `ACQ.${subCode}`, why);

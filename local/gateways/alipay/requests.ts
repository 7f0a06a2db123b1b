import { z } from 'zod';
import { instantOf } from '../chinaTime';
import { businessFailed, invalid } from './refusal';
import { isAmount } from './yuan';

const text = (max: number) => z.string().min(1).max(max);
const yuan = z
  .union([z.string(), z.number().transform(String)])
  .refine(isAmount, '金额应为0.01至100000000元，最多两位小数');
/** Letters, digits and underscores; the same for refunds. */
const number = z.string().regex(/^\w{1,64}$/, '单号应为64个字符以内的字母、数字、下划线');
/** `90m`, `2h`, `1d`, or `1c`: until midnight. */
const duration = z.string().regex(/^(?:[1-9]\d{0,4}[mhd]|1c)$/, '应为如90m、2h、15d、1c的时长');
const either = { out_trade_no: number.optional(), trade_no: text(64).optional() };

/** What `alipay.trade.precreate` takes. */
const precreate = z.strictObject({
  out_trade_no: number,
  total_amount: yuan,
  subject: text(256).refine((subject) => !/[/=&]/.test(subject), 'subject不可使用特殊字符/=&'),
  body: text(128).optional(),
  product_code: z.enum(['FACE_TO_FACE_PAYMENT', 'QR_CODE_OFFLINE']).optional(),
  seller_id: text(28).optional(),
  goods_detail: z.array(z.looseObject({})).optional(),
  extend_params: z.looseObject({}).optional(),
  operator_id: text(28).optional(),
  store_id: text(32).optional(),
  terminal_id: text(32).optional(),
  timeout_express: duration.optional(),
  qr_code_timeout_express: duration.optional(),
  time_expire: z
    .string()
    .refine((time) => !Number.isNaN(instantOf(time)), '应为yyyy-MM-dd HH:mm:ss')
    .optional(),
});
export type Precreate = z.infer<typeof precreate>;

const trade = z.strictObject({ ...either, operator_id: text(28).optional() });
export type TradeAsked = z.infer<typeof trade>;

const query = z.strictObject({ ...either, query_options: z.array(z.string()).optional() });

const refund = z.strictObject({
  ...either,
  refund_amount: yuan,
  out_request_no: number.optional(),
  refund_reason: text(256).optional(),
  operator_id: text(30).optional(),
  store_id: text(32).optional(),
  terminal_id: text(32).optional(),
  query_options: z.array(z.string()).optional(),
});
export type RefundAsked = z.infer<typeof refund>;

const refundQuery = z.strictObject({
  ...either,
  out_request_no: number,
  query_options: z.array(z.string()).optional(),
});
export type RefundQuery = z.infer<typeof refundQuery>;

export const precreateOf = (content: unknown): Precreate => parsed(precreate, content);
export const queryOf = (content: unknown): TradeAsked => named(parsed(query, content));
export const tradeOf = (content: unknown): TradeAsked => named(parsed(trade, content));
export const refundOf = (content: unknown): RefundAsked => named(parsed(refund, content));
export const refundQueryOf = (content: unknown): RefundQuery => named(parsed(refundQuery, content));

/** @throws isv.invalid-parameter when it is no JSON. */
export function contentOf(bizContent: string | undefined): unknown {
  try {
    return JSON.parse(bizContent ?? '{}');
  } catch {
    throw invalid('parameter', 'biz_content不是合法的JSON');
  }
}

function named<T extends TradeAsked>(asked: T): T {
  if (asked.out_trade_no !== undefined || asked.trade_no !== undefined) return asked;
  throw businessFailed('INVALID_PARAMETER', '参数无效：out_trade_no与trade_no不能同时为空');
}

/** @throws ACQ.INVALID_PARAMETER that names the first field that is wrong. */
function parsed<T>(schema: z.ZodType<T>, content: unknown): T {
  const outcome = schema.safeParse(content);
  if (outcome.success) return outcome.data;
  const [issue] = outcome.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw businessFailed('INVALID_PARAMETER', `参数无效：${field} ${issue?.message ?? ''}`.trim());
}

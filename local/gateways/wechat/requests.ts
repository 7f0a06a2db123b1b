import { z } from 'zod';
import { parameterError } from './refusal';

const text = (max: number) => z.string().min(1).max(max);
const fen = z.number().int().min(1).max(10_000_000_00);
/** A query string would not survive: WeChat posts to the address as it stands. */
const notifyUrl = z
  .url({ protocol: /^https?$/ })
  .max(255)
  .refine((url) => !url.includes('?'), '回调地址不能携带参数');
const number = (from: number, to: number) =>
  z.string().regex(new RegExp(`^[0-9A-Za-z_\\-*|@]{${from},${to}}$`), '单号的字符或长度不合法');
const timestamp = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, '时间格式应为 rfc3339');

/** What `POST /v3/pay/transactions/jsapi` takes. */
const order = z.strictObject({
  appid: text(32),
  mchid: text(32),
  description: text(127),
  // Narrower than a refund's: WeChat refuses other characters here.
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-*]{6,32}$/, '商户订单号的字符或长度不合法'),
  time_expire: timestamp.optional(),
  attach: text(128).optional(),
  notify_url: notifyUrl,
  goods_tag: text(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({ total: fen, currency: z.literal('CNY').optional() }),
  payer: z.strictObject({ openid: text(128) }),
  scene_info: z.looseObject({ payer_client_ip: text(45) }).optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
});
export type OrderRequest = z.infer<typeof order>;

/** What `POST /v3/refund/domestic/refunds` takes. */
const refund = z
  .strictObject({
    transaction_id: text(32).optional(),
    out_trade_no: text(32).optional(),
    out_refund_no: number(1, 64),
    reason: text(80).optional(),
    notify_url: notifyUrl.optional(),
    funds_account: z.enum(['AVAILABLE', 'UNSETTLED']).optional(),
    amount: z.strictObject({ refund: fen, total: fen, currency: z.literal('CNY') }),
  })
  .refine(
    (one) => (one.transaction_id === undefined) !== (one.out_trade_no === undefined),
    'transaction_id 与 out_trade_no 二选一',
  );
export type RefundRequest = z.infer<typeof refund>;

const close = z.strictObject({ mchid: text(32) });

export const orderRequest = (body: unknown): OrderRequest => parsed(order, body);
export const refundRequest = (body: unknown): RefundRequest => parsed(refund, body);
export const closeRequest = (body: unknown): { readonly mchid: string } => parsed(close, body);

/** @throws PARAM_ERROR that names the first field that is wrong. */
function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const outcome = schema.safeParse(body);
  if (outcome.success) return outcome.data;
  const [issue] = outcome.error.issues;
  throw parameterError(`/${issue?.path.join('/') ?? ''}`, issue?.message ?? '无法解析');
}

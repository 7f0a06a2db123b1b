import { z } from 'zod';
import type { OpenApi } from '../../cloudbase/types';
import type { Books } from './books';
import type { WechatFaults } from './faults';

export const UPLOAD_SHIPPING = 'wxa.sec.order.uploadShippingInfo';

const CODES = {
  malformed: 47001,
  unknownPayment: 10060001,
  shippedTwice: 10060003,
  notShippable: 10060004,
  logisticsType: 10060005,
  splitDelivery: 10060006,
  noDescription: 10060008,
  longDescription: 10060009,
  sameAgain: 10060023,
  anotherPayer: 10060031,
  uploadTime: 268485216,
} as const;

const MOST_DESCRIPTION = 120;
const VIRTUAL = 3;
const PICKED_UP = 4;
const UPLOAD_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/;

const upload = z.strictObject({
  order_key: z.strictObject({
    order_number_type: z.literal(2),
    transaction_id: z.string().min(1),
  }),
  logistics_type: z.int(),
  delivery_mode: z.int(),
  shipping_list: z.tuple([z.strictObject({ item_desc: z.string() })]),
  upload_time: z.string(),
  payer: z.strictObject({ openid: z.string().min(1) }),
});
type Upload = z.output<typeof upload>;

/** What a merchant said about handing over what a payment bought. */
export interface Shipment {
  readonly transactionId: string;
  readonly openid: string;
  readonly logisticsType: number;
  readonly itemDescription: string;
  /** When it was handed over, as the merchant wrote it. */
  readonly uploadTime: string;
}

/** Order shipping management, without which WeChat keeps the money: nothing by post, only 3 and 4. */
export class Shipping {
  readonly shipments: Shipment[] = [];

  constructor(
    private readonly books: Books,
    private readonly faults: WechatFaults,
  ) {}

  readonly upload: OpenApi = (args) => {
    const parsed = upload.safeParse(args);
    const ordered = this.faults.takeShipping();
    if (ordered !== null) return { errcode: ordered, errmsg: 'ordered by a test' };
    const fault = parsed.success ? this.#faultOf(parsed.data) : 'malformed';
    if (!parsed.success || fault) {
      const code = fault ?? 'malformed';
      return { errcode: CODES[code], errmsg: `upload_shipping_info: ${code}` };
    }
    this.shipments.push(shipmentOf(parsed.data));
    return { errcode: 0, errmsg: 'ok' };
  };

  clear(): void {
    this.shipments.length = 0;
  }

  #faultOf(asked: Upload): keyof typeof CODES | null {
    const { transactionId, openid, itemDescription, uploadTime } = shipmentOf(asked);
    const order = this.books.orderByTransaction(transactionId);
    if (order === null) return 'unknownPayment';
    if (order.contents.payer.openid !== openid) return 'anotherPayer';
    if (![VIRTUAL, PICKED_UP].includes(asked.logistics_type)) return 'logisticsType';
    if (asked.delivery_mode !== 1) return 'splitDelivery';
    if (itemDescription === '') return 'noDescription';
    if (itemDescription.length > MOST_DESCRIPTION) return 'longDescription';
    if (!UPLOAD_TIME.test(uploadTime) || Number.isNaN(Date.parse(uploadTime))) return 'uploadTime';
    const refunded = this.books
      .refundsOf(order.contents.out_trade_no)
      .filter(({ status }) => status === 'SUCCESS')
      .reduce((sum, { contents }) => sum + contents.amount.refund, 0);
    if (refunded === order.contents.amount.total) return 'notShippable';
    return this.#repeated(shipmentOf(asked));
  }

  /** What was uploaded can be put right once. */
  #repeated(asked: Shipment): 'sameAgain' | 'shippedTwice' | null {
    const before = this.shipments.filter(
      ({ transactionId }) => transactionId === asked.transactionId,
    );
    const last = before.at(-1);
    if (last && JSON.stringify(last) === JSON.stringify(asked)) return 'sameAgain';
    return before.length > 1 ? 'shippedTwice' : null;
  }
}

const shipmentOf = (asked: Upload): Shipment => ({
  transactionId: asked.order_key.transaction_id,
  openid: asked.payer.openid,
  logisticsType: asked.logistics_type,
  itemDescription: asked.shipping_list[0].item_desc,
  uploadTime: asked.upload_time,
});

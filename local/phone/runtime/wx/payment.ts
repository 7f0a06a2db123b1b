import type { Host } from '../host';
import { chooseRow } from './dialogs';
import { element, ICONS, icon } from './dom';
import type { Layer } from './layer';
import { type Callbacks, Refusal, settle } from './settle';
import { sheetWith } from './sheets';

interface PaymentOptions extends Callbacks {
  readonly timeStamp?: string;
  readonly nonceStr?: string;
  readonly package?: string;
  readonly signType?: string;
  readonly paySign?: string;
}

/** What the gateway's cashier shows; the amount in fen. */
interface Bill {
  readonly merchant: string;
  readonly description: string;
  readonly total: number;
}

type Gateway = (desk: 'cashier' | 'pay') => Promise<unknown>;

const FIELDS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const;

/** `wx.requestPayment`: WeChat's cashier. Who pays is who holds the phone. */
export function paymentMembers(host: Host, layer: Layer) {
  return {
    requestPayment: (options: PaymentOptions = {}) =>
      settle('requestPayment', options, async () => {
        const asked = { openid: host.identity.openid, ...parametersOf(options) };
        const gateway: Gateway = (desk) => ask(desk, asked);
        await atCashier(layer, (await gateway('cashier')) as Bill, gateway);
      }),
  };
}

function parametersOf(options: PaymentOptions): Readonly<Record<string, string>> {
  const entries = FIELDS.map((field) => {
    const value: unknown = options[field];
    if (typeof value === 'string') return [field, value] as const;
    const kind = value === undefined ? 'Undefined' : Object(value).constructor.name;
    throw new Refusal(`parameter error: parameter.${field} should be String instead of ${kind};`);
  });
  return Object.fromEntries(entries);
}

/** @throws Refusal with the words of WeChat Pay. */
async function ask(desk: string, asked: object): Promise<unknown> {
  const response = await fetch(`/__wechatpay/${desk}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  const answer = (await response.json()) as { readonly message?: string };
  if (!response.ok) throw new Refusal(answer.message ?? '系统繁忙，请稍后再试');
  return answer;
}

const yuan = (fen: number): string => (fen / 100).toFixed(2);

/** The sheet until it is paid or left; @throws Refusal `cancel`, or why it failed. */
function atCashier(layer: Layer, bill: Bill, gateway: Gateway): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new Refusal('cancel'));
    let left = false;
    // Who leaves while the payment is under way has cancelled, and may have paid all the same.
    const leave = (outcome: () => void): void => {
      close();
      if (!left) outcome();
      left = true;
    };
    const fail = (error: unknown): void => leave(() => reject(error));
    const pay = element('button', {
      class: 'wxui-main',
      text: '立即支付',
      onTap: () => {
        if (pay.disabled) return;
        pay.disabled = true;
        pay.textContent = '正在支付…';
        gateway('pay').then(() => leave(() => showPaid(layer, bill, resolve)), fail);
      },
    });
    const others = element('button', {
      class: 'wxui-quiet',
      text: '试试其他结果',
      onTap: () => {
        tryOther(layer, gateway).then((result) => {
          if (result === 'cancel') leave(cancel);
          else if (result === 'poor') fail(new Refusal('余额不足'));
        }, fail);
      },
    });
    const sheet = sheetWith('微信支付', () => leave(cancel), [
      element('div', { class: 'wxui-pay' }, [...billLines(bill), pay, others]),
    ]);
    const close = layer.open(sheet, 'bottom', () => leave(cancel));
  });
}

function billLines({ merchant, description, total }: Bill): Node[] {
  const row = (name: string, value: string): HTMLElement =>
    element('div', { class: 'wxui-pay-row' }, [
      element('span', { text: name }),
      element('span', { text: value }),
    ]);
  return [
    element('p', { class: 'wxui-pay-to', text: `付款给 ${merchant}` }),
    amountOf(total),
    row('商品', description),
    row('支付方式', '零钱'),
  ];
}

const amountOf = (total: number): HTMLElement =>
  element('p', { class: 'wxui-pay-amount', attributes: { 'aria-label': `${yuan(total)}元` } }, [
    element('small', { text: '¥' }),
    element('span', { text: yuan(total) }),
  ]);

/** WeChat's page after a payment; the mini-program hears of it when it is left. */
function showPaid(layer: Layer, { merchant, total }: Bill, left: () => void): void {
  const done = (): void => {
    close();
    left();
  };
  const page = element(
    'div',
    { class: 'wxui-paid', attributes: { role: 'dialog', 'aria-label': '支付成功' } },
    [
      element('header', {}, [
        icon(ICONS.success, 'wxui-glyph'),
        element('span', { text: '支付成功' }),
      ]),
      element('p', { class: 'wxui-pay-to', text: merchant }),
      amountOf(total),
      element('button', { class: 'wxui-plain', text: '完成', onTap: done }),
    ],
  );
  const close = layer.open(page, 'full', left);
}

/** What else can happen to a payment, for whoever tries the mini-program out. */
async function tryOther(layer: Layer, gateway: Gateway): Promise<'poor' | 'cancel' | 'back'> {
  const itemList = ['余额不足', '中途取消支付', '付款后直接关掉小程序'];
  const alertText = '只在本地：让这笔支付换一种结果';
  const row = (await chooseRow(layer, { itemList, alertText }).catch(() => null)) as {
    readonly tapIndex: number;
  } | null;
  if (row === null) return 'back';
  if (row.tapIndex < 2) return row.tapIndex === 0 ? 'poor' : 'cancel';
  await gateway('pay');
  startAgain();
  return 'back';
}

/** The mini-program was killed: no callback comes, and it opens at its start page next time. */
function startAgain(): void {
  const start = new URL(location.href);
  start.searchParams.delete('path');
  location.replace(start);
}

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

interface Shown {
  data: Record<string, unknown> & { state: { kind: string } };
  setData(part: Record<string, unknown>): void;
  getOpenerEventChannel(): object;
  onLoad(query: object): unknown;
  onShow(): unknown;
  onHide(): void;
  onAmount(event: object): void;
  onAgain(event: object): void;
  onTake(): Promise<void>;
}

const PAYER = {
  memberId: 'm-lin',
  maskedName: '林*满',
  avatarUrl: null,
  maskedPhone: null,
  level: null,
  balance: 0,
  room: 500_000,
};
const COUNTER = { payer: PAYER, campusId: 'c-east', campusName: '东区', alipay: true };
const ORDER = {
  id: 'C1',
  kind: 'TOPUP',
  channel: 'CASH',
  status: 'PAID',
  amount: 10_000,
  refunded: 0,
  subjectId: null,
  createdAt: 0,
  expiresAt: 900_000,
  paidAt: 0,
};
const RECEIPT = {
  order: ORDER,
  maskedName: '林*满',
  campusName: '东区',
  operatorName: '许前台',
  note: '',
};

interface Sent {
  readonly data: { readonly action: string; readonly input: Record<string, unknown> };
}
const sent: Sent['data'][] = [];
let answer: () => Promise<unknown> = () => Promise.reject(new Error('nobody answers'));

beforeEach(() => {
  sent.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('wx', {
    cloud: {
      callFunction: async ({ data }: Sent) => {
        sent.push(data);
        return { result: await answer() };
      },
    },
    getWindowInfo: () => ({ windowWidth: 375 }),
    setKeepScreenOn: () => undefined,
    canIUse: () => false,
    showToast: () => undefined,
    vibrateShort: () => Promise.resolve(),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function pageIn(file: string): Promise<Shown> {
  let page: Shown | null = null;
  vi.stubGlobal('Page', (options: Shown) => {
    page = {
      ...options,
      data: { ...options.data },
      setData(part) {
        Object.assign(this.data, part);
      },
      getOpenerEventChannel: () => ({
        on: (_: string, heard: (counter: object) => void) => heard(COUNTER),
      }),
    };
  });
  vi.resetModules();
  await import(file);
  if (!page) throw new Error(`${file} makes no page`);
  return page;
}

/** The form with ¥100 typed twice. */
async function filledForm(): Promise<Shown> {
  const page = await pageIn('../../miniprogram/packages/staff/pages/take/take');
  page.onLoad({});
  page.onAmount({ detail: { value: '100' } });
  page.onAgain({ detail: { value: '100' } });
  return page;
}

test('two taps send one form; its receipt is shown', async () => {
  const page = await filledForm();
  answer = async () => ({ ok: true, data: RECEIPT });
  await Promise.all([page.onTake(), page.onTake()]);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.input).toMatchObject({ amount: 10_000, amountAgain: 10_000, channel: 'CASH' });
  expect(page.data.state.kind).toBe('done');
});

test('when no answer comes, the form is locked and asks again under the same id', async () => {
  const page = await filledForm();
  answer = () => Promise.reject(new Error('timeout'));
  await page.onTake();
  expect(page.data.state.kind).toBe('unsure');
  page.onAmount({ detail: { value: '900' } });
  expect(page.data.typed).toBe('100');
  answer = async () => ({ ok: true, data: RECEIPT });
  await page.onTake();
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
  expect(page.data.state.kind).toBe('done');
});

test('a refusal took nothing: the form stays open', async () => {
  const page = await filledForm();
  answer = async () => ({ ok: false, code: 'WALLET_LIMIT', traceId: 't' });
  await page.onTake();
  expect(page.data.state.kind).toBe('form');
  page.onAmount({ detail: { value: '900' } });
  expect(page.data.typed).toBe('900');
});

test('an outage of the server may have taken the money: the form is locked', async () => {
  const page = await filledForm();
  answer = async () => ({ ok: false, code: 'INTERNAL', traceId: 't' });
  await page.onTake();
  expect(page.data.state.kind).toBe('unsure');
});

test('the code asks every two seconds while it is on the screen, and stops when it is paid', async () => {
  const page = await pageIn('../../miniprogram/packages/staff/pages/alipay/alipay');
  const open = { ...RECEIPT, order: { ...ORDER, status: 'PENDING', paidAt: null } };
  const now = Date.now();
  answer = async () => ({ ok: true, data: { receipt: open, now } });
  page.onLoad({ id: 'C1', code: 'https%3A%2F%2Fqr.alipay.com%2Fbax1' });
  await page.onShow();
  expect(page.data).toMatchObject({ code: 'https://qr.alipay.com/bax1', state: { kind: 'open' } });
  await vi.advanceTimersByTimeAsync(6000);
  expect(sent).toHaveLength(4);
  page.onHide();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(4);
  await page.onShow();
  answer = async () => ({ ok: true, data: { receipt: RECEIPT, now } });
  await vi.advanceTimersByTimeAsync(2000);
  expect(page.data.state).toMatchObject({ kind: 'done', receipt: { title: '已收款' } });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(6);
});

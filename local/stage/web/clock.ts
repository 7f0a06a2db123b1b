import { element } from '../../phone/runtime/wx/dom';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Timers and calendar of the cloud are UTC+8, wherever the browser is. */
const ZONE = 8 * HOUR;
const MORNING = 9 * HOUR;

const WEEKDAYS = '日一二三四五六';
const two = (value: number): string => String(value).padStart(2, '0');

/** The instant of tomorrow's nine o'clock, club time. */
export function nextMorning(now: number): number {
  return (Math.floor((now + ZONE) / DAY) + 1) * DAY + MORNING - ZONE;
}

interface Order {
  readonly text: string;
  readonly body: (now: number) => object;
}

const ORDERS: readonly Order[] = [
  { text: '+10 分钟', body: () => ({ advance: 10 * MINUTE }) },
  { text: '+1 小时', body: () => ({ advance: HOUR }) },
  { text: '明早', body: (now) => ({ set: nextMorning(now) }) },
  { text: '真实时间', body: () => ({ real: true }) },
];

/** The club's clock: shown live, moved by buttons. What falls due on the way is run by the cloud. */
export function createClock() {
  let offset = 0;
  const day = element('span');
  const time = element('b');
  const now = (): number => Date.now() + offset;
  const show = (): void => {
    const local = new Date(now() + ZONE);
    const date = `${local.getUTCMonth() + 1}月${local.getUTCDate()}日`;
    day.textContent = `${date} 周${WEEKDAYS[local.getUTCDay()]}`;
    time.textContent = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()]
      .map(two)
      .join(':');
  };
  const shift = (ms: number): void => {
    offset = ms;
    show();
  };

  const face = element('time', { class: 'now', attributes: { 'aria-label': '场馆的时间' } }, [
    day,
    time,
  ]);
  const buttons = ORDERS.map(({ text, body }) =>
    element('button', { text, onTap: () => void order(body(now())) }),
  );
  const node = element('div', { class: 'clock', attributes: { role: 'group' } }, [
    face,
    element('div', { class: 'orders' }, buttons),
  ]);
  const order = async (body: object): Promise<void> => {
    node.dataset.busy = '';
    for (const button of buttons) button.disabled = true;
    try {
      shift(await ask({ method: 'POST', body: JSON.stringify(body) }));
    } finally {
      delete node.dataset.busy;
      for (const button of buttons) button.disabled = false;
    }
  };

  show();
  setInterval(show, 250);
  void ask({}).then(shift);
  return { node, shift };
}

async function ask(request: RequestInit): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('/__dev/clock', { ...request, headers });
  if (!response.ok) throw new Error(`the clock did not move: ${await response.text()}`);
  const { offset } = (await response.json()) as { readonly offset: number };
  return offset;
}

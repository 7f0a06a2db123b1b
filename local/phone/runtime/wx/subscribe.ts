import type { Host } from '../host';
import { element } from './dom';
import type { Layer } from './layer';
import { type Callbacks, Refusal, settle } from './settle';
import { sheetWith } from './sheets';

interface SubscribeOptions extends Callbacks {
  readonly tmplIds?: unknown;
}

type Choice = 'accept' | 'reject';

interface Template {
  readonly id: string;
  readonly title: string;
}

const MOST_TEMPLATES = 5;

const refusal = (errCode: number, why: string) => new Refusal(why, { errCode });

/** `wx.requestSubscribeMessage`: WeChat's sheet, and what was answered for good. */
export function subscribeMembers(host: Host, layer: Layer) {
  const key = `${host.storageNamespace}subscribe`;
  const always = (): Readonly<Record<string, Choice>> =>
    JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, Choice>;
  const keepChoices = (choices: Readonly<Record<string, Choice>>): void =>
    localStorage.setItem(key, JSON.stringify({ ...always(), ...choices }));

  return {
    requestSubscribeMessage: (options: SubscribeOptions = {}) =>
      settle('requestSubscribeMessage', options, async () => {
        const ids = idsOf(options.tmplIds);
        // The browser's own word for "inside a tap, or shortly after": WeChat knows no other way.
        if (!navigator.userActivation.isActive) {
          throw new Refusal('can only be invoked by user TAP gesture.');
        }
        const known = await templatesOf(ids);
        if (known.length < ids.length) {
          throw refusal(20001, 'No template data return, verify the template id exist');
        }
        const settled = always();
        const open = known.filter(({ id }) => settled[id] === undefined);
        const asked = open.length === 0 ? { choices: {}, keep: false } : await ask(layer, open);
        if (asked.keep) keepChoices(asked.choices);
        const answer = { ...pick(settled, ids), ...asked.choices };
        await tellAccepted(host.identity.openid, answer);
        return answer;
      }),
  };
}

function idsOf(given: unknown): readonly string[] {
  if (!Array.isArray(given)) throw refusal(10004, 'parameter error: tmplIds should be Array');
  const ids = [...new Set(given.map(String))];
  if (ids.length === 0) throw refusal(10001, 'TmplIds can\u2019t be empty');
  if (ids.length > MOST_TEMPLATES) throw refusal(20003, 'Templates count out of max bounds');
  return ids;
}

const pick = (choices: Readonly<Record<string, Choice>>, ids: readonly string[]) =>
  Object.fromEntries(Object.entries(choices).filter(([id]) => ids.includes(id)));

async function templatesOf(ids: readonly string[]): Promise<readonly Template[]> {
  const query = new URLSearchParams(ids.map((id) => ['id', id]));
  const response = await fetch(`/__wechat/templates?${query}`);
  if (!response.ok) throw refusal(10002, 'network error');
  return (await response.json()) as readonly Template[];
}

async function tellAccepted(openid: string, answer: Readonly<Record<string, string>>) {
  const accepted = Object.keys(answer).filter((id) => answer[id] === 'accept');
  if (accepted.length === 0) return;
  const response = await fetch('/__wechat/acceptances', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ openid, accepted }),
  });
  if (!response.ok) throw refusal(10003, 'network error');
}

interface Asked {
  readonly choices: Readonly<Record<string, Choice>>;
  /** 总是保持以上选择 was ticked. */
  readonly keep: boolean;
}

function ask(layer: Layer, templates: readonly Template[]): Promise<Asked> {
  return new Promise((resolve) => {
    const ticks = templates.map(({ id, title }) => ({ id, ...tickRow(title, true) }));
    const always = tickRow('总是保持以上选择，不再询问', false);
    const finish = (allowed: boolean): void => {
      close();
      const choices = ticks.map(({ id, tick }) => {
        const choice: Choice = allowed && tick.checked ? 'accept' : 'reject';
        return [id, choice] as const;
      });
      resolve({ choices: Object.fromEntries(choices), keep: always.tick.checked });
    };
    const button = (text: string, kind: string, allowed: boolean) =>
      element('button', { class: kind, text, onTap: () => finish(allowed) });
    const sheet = sheetWith('消息订阅', () => finish(false), [
      element('div', { class: 'wxui-body wxui-subscribe' }, [
        element('strong', { text: '允许发送以下消息' }),
        element('p', { text: '每选一项，可以收到一条' }),
        ...ticks.map(({ row }) => row),
        always.row,
        button('允许', 'wxui-main', true),
        button('拒绝', 'wxui-plain', false),
      ]),
    ]);
    const close = layer.open(sheet, 'bottom', () => finish(false));
  });
}

function tickRow(text: string, checked: boolean) {
  const tick = element('input', { attributes: { type: 'checkbox' } });
  tick.checked = checked;
  const row = element('label', { class: 'wxui-tick' }, [element('span', { text }), tick]);
  return { row, tick };
}

import type { Host } from '../host';
import { element } from './dom';
import type { Layer } from './layer';
import { Refusal } from './settle';
import { sheetWith } from './sheets';

const ADDRESS = '/__wechat/phone-number';

/**
 * `<button open-type="getPhoneNumber">`: WeChat's sheet with the person's number, and what the
 * button's event carries when it is allowed: a one-time `code`, `encryptedData` and `iv`.
 *
 * @throws Refusal `user deny`, also when the sheet is left otherwise
 */
export async function getPhoneNumber(
  host: Host,
  layer: Layer,
): Promise<Readonly<Record<string, unknown>>> {
  const { openid } = host.identity;
  const { masked } = await answerOf(fetch(`${ADDRESS}?${new URLSearchParams({ openid })}`));
  await ask(layer, String(masked));
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ openid });
  return answerOf(fetch(ADDRESS, { method: 'POST', headers, body }));
}

/** Fails as a phone without a network when there is no local cloud, or nobody holds the phone. */
async function answerOf(asked: Promise<Response>): Promise<Readonly<Record<string, unknown>>> {
  const response = await asked.catch(() => null);
  if (!response?.ok) throw new Refusal('network error');
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

function ask(layer: Layer, number: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const deny = (): void => reject(new Refusal('user deny'));
    const finish = (answer: () => void) => (): void => {
      close();
      answer();
    };
    const sheet = sheetWith('手机号', finish(deny), [
      element('div', { class: 'wxui-body' }, [
        element('strong', { text: '申请获取并验证你的手机号' }),
        element('p', { class: 'wxui-number', text: number }),
        element('button', { class: 'wxui-main', text: '允许', onTap: finish(resolve) }),
        element('button', { class: 'wxui-plain', text: '不允许', onTap: finish(deny) }),
      ]),
    ]);
    const close = layer.open(sheet, 'bottom', deny);
  });
}

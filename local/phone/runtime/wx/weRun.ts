import type { Host } from '../host';
import type { Layer } from './layer';
import type { Privacy } from './privacy';
import { type Callbacks, Refusal, settle } from './settle';
import { askSheet } from './sheets';

const ADDRESS = '/__wechat/we-run';

/** `wx.getWeRunData`: after consent and a first 允许, WeChat's steps as a CloudID. */
export function weRunMembers(host: Host, layer: Layer, privacy: Privacy) {
  const key = `${host.storageNamespace}scope.werun`;
  const askPerson = async (): Promise<void> => {
    if (localStorage.getItem(key) === 'allowed') return;
    const answer = await askSheet(layer, {
      title: '微信运动',
      headline: '申请获取你的微信运动步数',
      buttons: [
        { text: '允许', value: 'allow' },
        { text: '拒绝', value: 'deny' },
      ],
    }).catch(() => 'deny');
    if (answer !== 'allow') throw new Refusal('auth deny');
    localStorage.setItem(key, 'allowed');
  };
  return {
    getWeRunData: (options?: Callbacks) =>
      settle('getWeRunData', options, async () => {
        await privacy.authorize('getWeRunData');
        await askPerson();
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ openid: host.identity.openid });
        // Without a local cloud it fails as a phone without a network.
        const response = await fetch(ADDRESS, { method: 'POST', headers, body }).catch(() => null);
        if (!response?.ok) throw new Refusal('network error');
        return response.json() as Promise<object>;
      }),
  };
}

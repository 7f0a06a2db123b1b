import type { Host } from '../host';
import type { Layer } from './layer';
import { type Callbacks, Refusal, settle } from './settle';
import { askSheet } from './sheets';

type Resolution = { readonly event: 'exposureAuthorization' | 'agree' | 'disagree' };
type NeedListener = (
  resolve: (resolution: Resolution) => void,
  info: { readonly referrer: string },
) => void;

const CONTRACT_NAME = '《用户隐私保护指引》';

export interface Privacy {
  /** Resolves when the person has agreed. @throws Refusal (errno 104) otherwise. */
  authorize(api: string): Promise<void>;
  agree(): void;
  readonly members: object;
}

/** Consent to the privacy guide, asked for before the first private interface (platform 2.4). */
export function createPrivacy(host: Host, layer: Layer): Privacy {
  const key = `${host.storageNamespace}privacy`;
  const agreed = (): boolean => localStorage.getItem(key) === 'agreed';
  const agree = (): void => localStorage.setItem(key, 'agreed');
  let listener: NeedListener | null = null;

  const askListener = (ask: NeedListener, referrer: string): Promise<boolean> =>
    new Promise((resolve) => {
      ask(
        ({ event }) => {
          // Exposure tells that the question is on screen; the answer is still to come.
          if (event !== 'exposureAuthorization') resolve(event === 'agree');
        },
        { referrer },
      );
    });
  const askPerson = (): Promise<boolean> =>
    askSheet(layer, {
      title: '隐私保护提示',
      headline: `使用前请阅读并同意${CONTRACT_NAME}`,
      buttons: [
        { text: '同意', value: 'agree' },
        { text: '拒绝', value: 'disagree' },
      ],
    }).then(
      (value) => value === 'agree',
      () => false,
    );
  const authorize = async (api: string): Promise<void> => {
    if (agreed()) return;
    const consented = listener === null ? await askPerson() : await askListener(listener, api);
    if (!consented) throw new Refusal('privacy permission is not authorized', { errno: 104 });
    agree();
  };

  return {
    authorize,
    agree,
    members: {
      getPrivacySetting: (options?: Callbacks) =>
        settle('getPrivacySetting', options, () => ({
          needAuthorization: !agreed(),
          privacyContractName: CONTRACT_NAME,
        })),
      onNeedPrivacyAuthorization: (callback: NeedListener): void => {
        listener = callback;
      },
      requirePrivacyAuthorize: (options?: Callbacks) =>
        settle('requirePrivacyAuthorize', options, () => authorize('requirePrivacyAuthorize')),
      openPrivacyContract: (options?: Callbacks) =>
        settle('openPrivacyContract', options, () => {
          const buttons = [{ text: '知道了', value: 'ok' }];
          const lines = ['这里显示在小程序后台填写的指引全文。这台机器上没有后台，所以没有全文。'];
          void askSheet(layer, {
            title: CONTRACT_NAME,
            headline: '用户隐私保护指引',
            lines,
            buttons,
          }).catch(() => undefined);
        }),
    },
  };
}

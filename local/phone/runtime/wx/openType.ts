import type { OpenTypeRequest, ShareSource } from '../host';
import type { Privacy } from './privacy';
import { failureOf, Refusal } from './settle';

export interface OpenTypeTools {
  readonly share: (source: ShareSource) => void;
  readonly privacy: Pick<Privacy, 'authorize' | 'agree'>;
  readonly chooseAvatar: () => Promise<string>;
  readonly getPhoneNumber: () => Promise<Readonly<Record<string, unknown>>>;
}

type Provider = (request: OpenTypeRequest, tools: OpenTypeTools) => Promise<void> | void;

const AGREEING = 'agreePrivacyAuthorization';

const PROVIDERS: Readonly<Record<string, Provider>> = {
  share: ({ target }, { share }) => share({ from: 'button', target }),
  [AGREEING]: ({ trigger }, { privacy }) => {
    privacy.agree();
    trigger('agreeprivacyauthorization', { errMsg: `${AGREEING}:ok` });
  },
  chooseAvatar: async ({ trigger }, { privacy, chooseAvatar }) => {
    try {
      await privacy.authorize('chooseAvatar');
      trigger('chooseavatar', { avatarUrl: await chooseAvatar() });
    } catch (error) {
      // WeChat fires no event when the sheet is left; a failure of ours must be seen.
      if (!(error instanceof Refusal)) throw error;
      console.debug(failureOf('chooseAvatar', error).errMsg);
    }
  },
  getPhoneNumber: async ({ trigger }, { privacy, getPhoneNumber }) => {
    try {
      await privacy.authorize('getPhoneNumber');
      trigger('getphonenumber', { ...(await getPhoneNumber()), errMsg: 'getPhoneNumber:ok' });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      trigger('getphonenumber', failureOf('getPhoneNumber', error));
    }
  },
};

/**
 * `<button open-type>`. Joined with `|agreePrivacyAuthorization` the tap agrees first, whichever
 * side it stands on: the other then asks for nothing more.
 */
export async function openType(request: OpenTypeRequest, tools: OpenTypeTools): Promise<void> {
  const kinds = request.openType.split('|');
  const agreeing = kinds.filter((kind) => kind === AGREEING);
  for (const kind of [...agreeing, ...kinds.filter((each) => each !== AGREEING)]) {
    const provider = Object.hasOwn(PROVIDERS, kind) ? PROVIDERS[kind] : undefined;
    if (!provider) throw new Error(`<button open-type="${kind}"> is not available on this phone`);
    await provider(request, tools);
  }
}

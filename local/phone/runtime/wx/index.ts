import { createCloud } from '../cloud';
import type { CreateWx, Host } from '../host';
import { askLeaving, dialogMembers, toastMembers } from './dialogs';
import { createFileStore, fileSystemManager, USER_DATA_PATH } from './files';
import { createLayer } from './layer';
import { createLink, placeOf } from './link';
import { chooseAvatar, mediaMembers } from './media';
import { receiveNotices } from './notices';
import { openType } from './openType';
import { outsideMembers } from './outside';
import { navigationMembers, pageMembers } from './pages';
import { paymentMembers } from './payment';
import { getPhoneNumber } from './phoneNumber';
import { createPrivacy } from './privacy';
import { scanMembers, showCodesTo } from './scan';
import { Refusal } from './settle';
import { createMenu, receiveCards, sendCard } from './share';
import { storageMembers } from './storage';
import { subscribeMembers } from './subscribe';
import { systemMembers } from './system';
import { weRunMembers } from './weRun';

/**
 * The `wx` object of the browser phone. A member that is not here fails with its name as soon as
 * it is touched; whoever wants to ask first uses `wx.canIUse`.
 */
export const createWx: CreateWx = (host) => {
  const layer = createLayer(host);
  const link = createLink(placeOf(location.search, host.identity.as));
  const files = createFileStore();
  const privacy = createPrivacy(host, layer);
  const toasts = toastMembers(host, layer);
  const cloud = createCloud({ origin: location.origin, openid: host.identity.openid }, files);
  const fileSystem = fileSystemManager(files);
  const share = (source: Parameters<Host['shareCard']>[0]): void => {
    sendCard(host, layer, link, toasts, source).catch((error: unknown) => {
      if (!(error instanceof Refusal)) host.report(error, 'sharing');
    });
  };
  const notices = receiveNotices(host, layer, link.place.screen);
  const menu = createMenu(host, layer, {
    share: () => share({ from: 'menu' }),
    notices: () => {
      notices.showNotices().catch((error: unknown) => host.report(error, 'service notices'));
    },
  });

  const members: Record<string, unknown> = {
    env: { USER_DATA_PATH },
    cloud: loud('wx.cloud', cloud),
    getFileSystemManager: () => loud('FileSystemManager', fileSystem),
    ...navigationMembers(host),
    ...pageMembers(host),
    ...toasts,
    ...dialogMembers(layer),
    ...storageMembers(host),
    ...systemMembers(host),
    ...scanMembers(layer, link),
    ...mediaMembers(host, layer, files, privacy),
    ...outsideMembers(layer, toasts, files),
    ...paymentMembers(host, layer),
    ...subscribeMembers(host, layer),
    ...weRunMembers(host, layer, privacy),
    ...menu.members,
    ...privacy.members,
    canIUse: (schema: string): boolean => canUse(members, schema),
  };

  showCodesTo(link);
  receiveCards(host, link);
  link.on((message) => {
    if (message.type === 'theme') host.setTheme(message.theme);
  });
  host.on('cloudEvent', ({ type }) => {
    if (type === 'reset') startOver(host);
  });
  host.provide({
    openMenu: menu.openMenu,
    close: menu.closeApp,
    closeSheets: () => layer.closeAll(),
    askLeaving: (message) => askLeaving(layer, message),
    nickname: () => link.place.label,
    cloudFileUrl: async (fileId) => {
      const { fileList } = (await cloud.getTempFileURL({ fileList: [fileId] })) as unknown as {
        readonly fileList: readonly { readonly tempFileURL: string }[];
      };
      return fileList[0]?.tempFileURL ?? '';
    },
    openType: (request) => {
      void openType(request, {
        share,
        privacy,
        chooseAvatar: () => chooseAvatar(layer, files),
        getPhoneNumber: () => getPhoneNumber(host, layer),
      });
    },
  });
  return loud('wx', members);
};

/** The cloud is back at its beginning: so is what the phone remembers of it. */
function startOver({ storageNamespace }: Host): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(storageNamespace)) localStorage.removeItem(key);
  }
  location.reload();
}

/** `wx.x` that does not exist throws instead of being undefined: a typo must not go unnoticed. */
function loud<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver);
      // Asked of every object by await and by JSON.
      if (key === 'then' || key === 'toJSON') return undefined;
      throw new Error(`${name}.${key} is not available on this phone`);
    },
  });
}

/** `canIUse('scanCode.object.onlyFromCamera')`, `canIUse('cloud.database')`. */
function canUse(members: Readonly<Record<string, unknown>>, schema: string): boolean {
  const [name = '', part] = schema.split('.');
  if (!(name in members)) return false;
  const member = members[name];
  const nested = typeof member === 'object' && member !== null && part !== undefined;
  return nested ? part in member : true;
}

import type { ToastMembers } from './dialogs';
import type { FileStore } from './files';
import type { Layer } from './layer';
import { type Callbacks, Refusal, settle } from './settle';
import { askSheet, download } from './sheets';

interface LocationOptions extends Callbacks {
  readonly latitude?: number;
  readonly longitude?: number;
  readonly name?: string;
  readonly address?: string;
}

interface FileMessageOptions extends Callbacks {
  readonly filePath?: string;
  readonly fileName?: string;
}

interface CalendarOptions extends Callbacks {
  readonly title?: string;
  /** Seconds since 1970. */
  readonly startTime?: number;
  readonly location?: string;
  readonly alarm?: boolean;
  /** Seconds before the start. */
  readonly alarmOffset?: number;
}

/** The types WeChat can open; a JSON file is not among them. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const baseName = (path: string): string =>
  decodeURIComponent(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('#')) + 1));

const inKilobytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1024))} KB`;

/** What leaves the mini-program: calls, maps, the calendar, the clipboard, files sent on. */
export function outsideMembers(layer: Layer, toasts: ToastMembers, files: FileStore) {
  // A frame may not read the browser's clipboard without being asked; the phone remembers its own.
  let clipboard = '';
  return {
    makePhoneCall: (options: Callbacks & { readonly phoneNumber?: string } = {}) =>
      settle('makePhoneCall', options, async () => {
        const { phoneNumber = '' } = options;
        if (phoneNumber === '') throw new Refusal('parameter error: phoneNumber is empty');
        const buttons = [{ text: '呼叫', value: 'call' }];
        await askSheet(layer, { title: '拨打电话', headline: phoneNumber, buttons });
      }),

    openLocation: (options: LocationOptions = {}) =>
      settle('openLocation', options, async () => {
        const { latitude, longitude, name = '位置', address = '' } = options;
        if (typeof latitude !== 'number' || typeof longitude !== 'number') {
          throw new Refusal('parameter error: latitude and longitude should be Number');
        }
        const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
        const lines = [address, place].filter((line) => line !== '');
        const buttons = [{ text: '知道了', value: 'ok' }];
        // On a phone the map stays open after the call has succeeded.
        void askSheet(layer, { title: '地图', headline: name, lines, buttons }).catch(
          () => undefined,
        );
      }),

    addPhoneCalendar: (options: CalendarOptions = {}) =>
      settle('addPhoneCalendar', options, async () => {
        const { title = '', startTime, location = '', alarm = true, alarmOffset = 0 } = options;
        if (title === '' || typeof startTime !== 'number') {
          throw new Refusal('parameter error: title and startTime are needed');
        }
        const starts = new Date(startTime * 1000).toLocaleString('zh-CN', { hour12: false });
        const rings = alarm ? `提前 ${Math.round(alarmOffset / 60)} 分钟提醒` : '不提醒';
        const lines = [starts, location, rings].filter((line) => line !== '');
        const buttons = [{ text: '保存', value: 'save' }];
        await askSheet(layer, { title: '添加到日历', headline: title, lines, buttons });
      }),

    setClipboardData: (options: Callbacks & { readonly data?: string } = {}) =>
      settle('setClipboardData', options, () => {
        clipboard = String(options.data ?? '');
        void navigator.clipboard?.writeText(clipboard).catch(() => undefined);
        void toasts.showToast({ title: '内容已复制', icon: 'success' });
      }),
    getClipboardData: (options?: Callbacks) =>
      settle('getClipboardData', options, () => ({ data: clipboard })),

    shareFileMessage: (options: FileMessageOptions = {}) =>
      settle('shareFileMessage', options, async () => {
        const path = options.filePath ?? '';
        const content = await files.read(path);
        const name = options.fileName ?? baseName(path);
        const lines = [inKilobytes(content.size)];
        const buttons = [{ text: '存到这台电脑', value: 'save' }];
        await askSheet(layer, { title: '发送文件', headline: name, lines, buttons });
        download(content, name);
      }),

    openDocument: (options: FileMessageOptions & { readonly fileType?: string } = {}) =>
      settle('openDocument', options, async () => {
        const path = options.filePath ?? '';
        const fileType = options.fileType ?? baseName(path).split('.').pop() ?? '';
        const type = DOCUMENTS[fileType];
        if (type === undefined) throw new Refusal(`filetype not supported: ${fileType}`);
        const content = await files.read(path);
        window.open(URL.createObjectURL(new Blob([content], { type })));
      }),

    saveImageToPhotosAlbum: (options: FileMessageOptions = {}) =>
      settle('saveImageToPhotosAlbum', options, async () => {
        const path = options.filePath ?? '';
        download(await files.read(path), baseName(path) || 'image.png');
      }),
  };
}

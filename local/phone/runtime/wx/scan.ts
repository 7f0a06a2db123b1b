import { codeInFile, codesInView, meaningOf } from './codes';
import { element, ICONS, icon } from './dom';
import type { Layer } from './layer';
import type { Link, VisibleCode } from './link';
import { type Callbacks, Refusal, settle } from './settle';

interface ScanOptions extends Callbacks {
  readonly onlyFromCamera?: boolean;
  readonly scanType?: readonly string[];
}

/** Codes that turn over (a door's, a member's) must be read fresh. */
const LOOK_AGAIN_EVERY = 500;
/** A screen that does not answer this many looks in a row is out of view. */
const LOOKS_MISSED = 5;

const KINDS: Readonly<Record<VisibleCode['scanType'], string>> = {
  QR_CODE: 'qrCode',
  WX_CODE: 'wxCode',
};

type Found = Omit<VisibleCode, 'picture'>;

/** Answers other phones' cameras: what is drawn on this screen right now. */
export function showCodesTo(link: Link): void {
  const asking = new Set<string>();
  link.on(async (message) => {
    // One look at a time for each who asks: on a busy machine questions must not pile up.
    if (message.type !== 'codes?' || asking.has(message.from)) return;
    asking.add(message.from);
    try {
      const codes = await codesInView();
      if (codes.length === 0) return;
      const { frame, label } = link.place;
      link.post({ type: 'codes', from: frame, to: message.from, label, codes });
    } finally {
      asking.delete(message.from);
    }
  });
}

export function scanMembers(layer: Layer, link: Link) {
  return {
    /** `{ result, scanType, charSet, path? }`; see platform 2.6. */
    scanCode: (options: ScanOptions = {}) =>
      settle('scanCode', options, async () => {
        const found = await lookThroughCamera(layer, link, options);
        return {
          result: found.text,
          scanType: found.scanType,
          charSet: 'UTF-8',
          rawData: base64(found.text),
          ...(found.path === undefined ? {} : { path: found.path }),
        };
      }),
  };
}

const base64 = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function lookThroughCamera(layer: Layer, link: Link, options: ScanOptions): Promise<Found> {
  return new Promise((resolve, reject) => {
    const { scanType = ['qrCode', 'barCode', 'wxCode'] } = options;
    const wanted = (code: Found): boolean => scanType.includes(KINDS[code.scanType]);
    const finder = element('div', { class: 'wxui-finder', attributes: { 'aria-live': 'polite' } });
    const note = element('p', { text: '正在寻找身边的码…' });
    finder.append(note);

    const stop = (): void => {
      clearInterval(timer);
      unlisten();
    };
    const take = (code: Found): void => {
      close();
      stop();
      resolve(code);
    };
    const tiles = new Map<string, CodeTile>();
    const unlisten = link.on((message) => {
      if (message.type !== 'codes') return;
      const codes = message.codes.filter(wanted);
      codes.forEach((code, index) => {
        const key = `${message.from}/${index}`;
        const tile = tiles.get(key) ?? codeTile(message.label, take);
        if (!tiles.has(key)) finder.insertBefore(tile.node, note);
        tiles.set(key, tile);
        tile.update(code);
      });
      if (tiles.size > 0) note.textContent = '点一下，就像把镜头对准它';
    });
    const ask = (): void => link.post({ type: 'codes?', from: link.place.frame });
    const timer = setInterval(() => {
      dropUnseen(tiles);
      if (tiles.size === 0) note.textContent = '身边没有亮着的码';
      ask();
    }, LOOK_AGAIN_EVERY);

    const cancel = (): void => {
      stop();
      reject(new Refusal('cancel'));
    };
    const shut = element('button', {
      class: 'wxui-shut',
      attributes: { 'aria-label': '关闭' },
      onTap: () => {
        close();
        cancel();
      },
    });
    shut.append(icon(ICONS.close, 'wxui-glyph'));
    const window = element('div', { class: 'wxui-scan', attributes: { role: 'dialog' } }, [
      element('header', {}, [shut, element('span', { text: '扫一扫' })]),
      finder,
      typedCode(options, take, (text) => {
        note.textContent = text;
      }),
    ]);
    const close = layer.open(window, 'full', cancel);
    ask();
  });
}

interface CodeTile {
  readonly node: HTMLElement;
  update(code: VisibleCode): void;
  /** Looks since it last answered. */
  missed: number;
}

function codeTile(label: string, take: (code: Found) => void): CodeTile {
  let latest: VisibleCode | null = null;
  const picture = element('img', { attributes: { alt: '' } });
  const node = element(
    'button',
    {
      class: 'wxui-code',
      attributes: { 'data-code-of': label },
      onTap: () => latest !== null && take(latest),
    },
    [picture, element('span', { text: label })],
  );
  const tile: CodeTile = {
    node,
    missed: 0,
    update(code) {
      latest = code;
      tile.missed = 0;
      if (picture.src !== code.picture) picture.src = code.picture;
    },
  };
  return tile;
}

function dropUnseen(tiles: Map<string, CodeTile>): void {
  for (const [key, tile] of tiles) {
    tile.missed += 1;
    if (tile.missed < LOOKS_MISSED) continue;
    tile.node.remove();
    tiles.delete(key);
  }
}

/** A browser has no camera to hold: a code can be typed, and read from a picture file. */
function typedCode(
  { onlyFromCamera = false }: ScanOptions,
  take: (code: Found) => void,
  say: (text: string) => void,
): HTMLElement {
  const field = element('input', {
    attributes: { type: 'text', placeholder: '或输入码的内容', 'aria-label': '码的内容' },
  });
  const form = element('form', {}, [field]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value.trim() !== '') take(meaningOf(field.value.trim()));
  });
  const send = element('button', { text: '确定', attributes: { 'data-typed': '' } });
  send.type = 'submit';
  form.append(send);
  if (onlyFromCamera) return form;
  const file = element('input', { attributes: { type: 'file', accept: 'image/*', hidden: '' } });
  file.addEventListener('change', async () => {
    const [picture] = file.files ?? [];
    const code = picture === undefined ? null : await codeInFile(picture);
    if (code === null) say('这张图片里没有找到码');
    else take(code);
  });
  const album = element('button', {
    attributes: { 'aria-label': '从相册选取' },
    onTap: () => file.click(),
  });
  album.append(icon(ICONS.album, 'wxui-glyph'));
  form.prepend(album, file);
  return form;
}

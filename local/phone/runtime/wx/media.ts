import type { Host } from '../host';
import { element, ICONS, icon } from './dom';
import type { FileStore } from './files';
import type { Layer } from './layer';
import { sampleAvatars, samplePhotos } from './pictures';
import type { Privacy } from './privacy';
import { type Callbacks, Refusal, settle } from './settle';
import { sheetWith } from './sheets';

interface ChooseOptions extends Callbacks {
  readonly count?: number;
  readonly mediaType?: readonly string[];
}

interface CanvasOptions extends Callbacks {
  readonly canvas?: unknown;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly destWidth?: number;
  readonly destHeight?: number;
  readonly fileType?: 'png' | 'jpg';
  readonly quality?: number;
}

interface Chosen {
  readonly content: Blob;
  readonly name: string;
}

/** A sheet of pictures, and the computer's own files behind the last tile. */
function choosePictures(
  layer: Layer,
  title: string,
  samples: readonly Blob[],
  multiple: boolean,
): Promise<readonly Chosen[]> {
  return new Promise((resolve, reject) => {
    const done = (chosen: readonly Chosen[]): void => {
      close();
      resolve(chosen);
    };
    const cancel = (): void => reject(new Refusal('cancel'));
    const leave = (): void => {
      close();
      cancel();
    };
    const tiles = samples.map((content, index) => {
      const picture = element('img', {
        attributes: { src: URL.createObjectURL(content), alt: `图片 ${index + 1}` },
      });
      const onTap = (): void => done([{ content, name: `sample-${index + 1}.png` }]);
      return element('button', { class: 'wxui-tile', onTap }, [picture]);
    });
    const input = element('input', {
      attributes: {
        type: 'file',
        accept: 'image/*',
        hidden: '',
        ...(multiple && { multiple: '' }),
      },
    });
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      if (files.length > 0) done(files.map((content) => ({ content, name: content.name })));
    });
    const own = element('button', { class: 'wxui-tile', onTap: () => input.click() }, [
      icon(ICONS.album, 'wxui-glyph'),
      element('span', { text: '从电脑选取' }),
    ]);
    const sheet = sheetWith(title, () => leave(), [
      element('div', { class: 'wxui-grid' }, [...tiles, own, input]),
    ]);
    const close = layer.open(sheet, 'bottom', cancel);
  });
}

/** `<button open-type="chooseAvatar">`: a temporary path for `detail.avatarUrl`. */
export async function chooseAvatar(layer: Layer, files: FileStore): Promise<string> {
  const [chosen] = await choosePictures(layer, '选择头像', await sampleAvatars(), false);
  if (chosen === undefined) throw new Refusal('cancel');
  return files.keep(chosen.content, chosen.name);
}

async function mediaFile({ content, name }: Chosen, files: FileStore) {
  const bitmap = await createImageBitmap(content);
  const { width, height } = bitmap;
  bitmap.close();
  const tempFilePath = files.keep(content, name);
  return { tempFilePath, size: content.size, fileType: 'image', width, height };
}

function blobOf(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Refusal('canvas is empty'))),
      type,
      quality,
    );
  });
}

/** The part of a canvas that was asked for; `x … height` are in CSS pixels of the canvas. */
function cropped(canvas: HTMLCanvasElement, options: CanvasOptions): HTMLCanvasElement {
  const ratio = canvas.clientWidth > 0 ? canvas.width / canvas.clientWidth : 1;
  const { x = 0, y = 0 } = options;
  const width = options.width ?? canvas.width / ratio - x;
  const height = options.height ?? canvas.height / ratio - y;
  const copy = document.createElement('canvas');
  copy.width = Math.round(options.destWidth ?? width * ratio);
  copy.height = Math.round(options.destHeight ?? height * ratio);
  const source = [x * ratio, y * ratio, width * ratio, height * ratio] as const;
  copy.getContext('2d')?.drawImage(canvas, ...source, 0, 0, copy.width, copy.height);
  return copy;
}

export function mediaMembers(host: Host, layer: Layer, files: FileStore, privacy: Privacy) {
  return {
    /** `{ type: 'image', tempFiles: [{ tempFilePath, size, fileType, width, height }] }`. */
    chooseMedia: (options: ChooseOptions = {}) =>
      settle('chooseMedia', options, async () => {
        const { count = 9, mediaType = ['image', 'video'] } = options;
        if (!mediaType.includes('image') && !mediaType.includes('mix')) {
          throw new Refusal('this phone offers pictures only, no video');
        }
        await privacy.authorize('chooseMedia');
        const chosen = await choosePictures(layer, '选择图片', await samplePhotos(), count > 1);
        const tempFiles = chosen.slice(0, count).map((one) => mediaFile(one, files));
        return { type: 'image', tempFiles: await Promise.all(tempFiles) };
      }),

    previewImage: (
      options: Callbacks & { readonly urls?: readonly string[]; readonly current?: unknown } = {},
    ) =>
      settle('previewImage', options, () => {
        const { urls = [], current } = options;
        if (urls.length === 0) throw new Refusal('parameter error: urls is empty');
        const start = typeof current === 'number' ? current : urls.indexOf(String(current ?? ''));
        viewPictures(layer, urls.map(host.assetUrl), Math.max(0, start));
      }),

    /** `{ tempFilePath }`; for the 2d canvas (`canvas` from a selector query's node). */
    canvasToTempFilePath: (options: CanvasOptions = {}) =>
      settle('canvasToTempFilePath', options, async () => {
        const { canvas, fileType = 'png', quality = 1 } = options;
        if (!(canvas instanceof HTMLCanvasElement)) {
          throw new Refusal('parameter error: canvas of type 2d expected');
        }
        const type = fileType === 'jpg' ? 'image/jpeg' : 'image/png';
        const content = await blobOf(cropped(canvas, options), type, quality);
        return { tempFilePath: files.keep(content, `canvas.${fileType}`) };
      }),
  };
}

/** Full screen; a tap on the left or right third turns the page, elsewhere it closes. */
function viewPictures(layer: Layer, urls: readonly string[], start: number): void {
  let at = start;
  const picture = element('img', { attributes: { alt: '' } });
  const count = element('output');
  const show = (index: number): void => {
    at = (index + urls.length) % urls.length;
    picture.src = urls[at] ?? '';
    count.textContent = urls.length > 1 ? `${at + 1} / ${urls.length}` : '';
  };
  const viewer = element('div', { class: 'wxui-viewer', attributes: { role: 'dialog' } }, [
    picture,
    count,
  ]);
  viewer.addEventListener('click', (event) => {
    const third = event.offsetX / viewer.clientWidth;
    if (urls.length > 1 && third < 1 / 3) show(at - 1);
    else if (urls.length > 1 && third > 2 / 3) show(at + 1);
    else close();
  });
  show(start);
  const close = layer.open(viewer, 'full', () => undefined);
}

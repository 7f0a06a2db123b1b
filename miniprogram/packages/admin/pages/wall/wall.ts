import { api } from '../../../../services/api';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { drawSheet, SHEET, type SheetSurface } from './wall.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly venueName: string };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: false,
  },

  venueId: '',
  canvas: null as WechatMiniprogram.Canvas | null,

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? '';
    return this.load();
  },

  async load() {
    try {
      const { venueName, imageBase64, contentType } = await api.club.wallCode({
        venueId: this.venueId,
      });
      this.setData({ state: { kind: 'ready', venueName } });
      const canvas = await this.sheetCanvas();
      const code = await loadedImage(canvas, `data:${contentType};base64,${imageBase64}`);
      const surface: SheetSurface = canvas.getContext('2d');
      drawSheet(surface, venueName, code);
      this.canvas = canvas;
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  sheetCanvas(): Promise<WechatMiniprogram.Canvas> {
    return new Promise((resolve, reject) => {
      wx.createSelectorQuery()
        .select('#sheet')
        .fields({ node: true })
        .exec((found: readonly ({ node?: WechatMiniprogram.Canvas } | null)[]) => {
          const canvas = found[0]?.node;
          if (!canvas) {
            reject(new Error('the sheet is not on screen'));
            return;
          }
          canvas.width = SHEET.width;
          canvas.height = SHEET.height;
          resolve(canvas);
        });
    });
  },

  onPreview() {
    return this.withFile(async (path: string) => {
      await wx.previewImage({ urls: [path] });
    });
  },

  onSave() {
    return this.withFile(async (path: string) => {
      try {
        await wx.saveImageToPhotosAlbum({ filePath: path });
        toast('已保存到相册');
      } catch (error) {
        const { errMsg = '' } = error as { errMsg?: string };
        if (errMsg.includes('cancel')) return;
        toast('没有保存，请在设置里允许保存到相册');
      }
    });
  },

  /** The sheet as a picture file, for as long as `use` needs it. */
  async withFile(use: (path: string) => Promise<void>) {
    const { canvas } = this;
    if (!canvas || this.data.busy) return;
    this.setData({ busy: true });
    try {
      const { width: destWidth, height: destHeight } = SHEET;
      const { tempFilePath } = await wx.canvasToTempFilePath({ canvas, destWidth, destHeight });
      await use(tempFilePath);
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: false });
    }
  },
});

function loadedImage(canvas: WechatMiniprogram.Canvas, src: string) {
  return new Promise<WechatMiniprogram.Image>((resolve, reject) => {
    const image = canvas.createImage();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('the code is no picture'));
    image.src = src;
  });
}

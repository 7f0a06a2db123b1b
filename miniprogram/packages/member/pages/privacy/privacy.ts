import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { confirm, showFailure, toast } from '../../../../services/feedback';
import { handOver } from '../../../../services/files';
import { retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { exportName, exportOf, type Piece, type StoredRow, storedRows } from './privacy.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready'; readonly rows: readonly StoredRow[] };

interface DataFile {
  readonly name: string;
  readonly text: string;
}

/** What has to be typed before an account is deleted. */
const CONFIRMATION = '注销';

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as '' | 'export' | 'delete',
    /** The second step of deleting is open, and what was typed there. */
    deleting: false,
    typed: '',
    confirmation: CONFIRMATION,
    /** Name of the exported file that waits to be handed over; empty when there is none. */
    prepared: '',
  },

  file: null as DataFile | null,

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const stored = await asMember(() => api.member.stored({}));
      const state: State = stored ? { kind: 'ready', rows: storedRows(stored) } : { kind: 'guest' };
      this.setData({ state });
    } catch (error) {
      showLost(this, error);
    }
  },

  onBack() {
    wx.navigateBack();
  },

  onOpen(event: WechatMiniprogram.TouchEvent<object, object, { url: string }>) {
    openPage(event.currentTarget.dataset.url);
  },

  async onReadContract() {
    try {
      await wx.openPrivacyContract({});
    } catch {
      toast('没有打开隐私保护指引，请稍后再试');
    }
  },

  /**
   * First puts the file together, then, with a second tap, hands it over: WeChat opens the chooser
   * only straight from a tap, and fetching takes longer than that.
   */
  async onExport() {
    if (this.data.busy) return;
    this.setData({ busy: 'export' });
    try {
      if (this.file) await this.send(this.file);
      else await this.prepare();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },

  async prepare() {
    const at = now();
    const whole = exportOf(await this.pieces(), at);
    this.file = { name: exportName(at), text: JSON.stringify(whole, null, 2) };
    this.setData({ prepared: this.file.name });
  },

  async send({ name, text }: DataFile) {
    if (!(await handOver(name, text))) return;
    toast('数据文件已导出');
    this.file = null;
    this.setData({ prepared: '' });
  },

  async pieces(): Promise<Piece[]> {
    const pieces: Piece[] = [];
    let cursor: string | null = null;
    do {
      const piece: Piece = await api.member.exportData({ cursor });
      pieces.push(piece);
      cursor = piece.next;
    } while (cursor !== null);
    return pieces;
  },

  onStartDeleting() {
    this.setData({ deleting: true, typed: '' });
  },

  onKeep() {
    this.setData({ deleting: false, typed: '' });
  },

  onType(event: WechatMiniprogram.Input) {
    this.setData({ typed: event.detail.value });
  },

  async onDelete() {
    if (this.data.busy || this.data.typed.trim() !== CONFIRMATION) return;
    const sure = await confirm({
      title: '注销账号',
      content: '注销以后不能恢复，积分和记录都会清除。',
      confirmText: '注销',
      cancelText: '再想想',
    });
    if (!sure) return;
    this.setData({ busy: 'delete' });
    try {
      await api.member.deleteAccount({ confirm: CONFIRMATION });
      wx.reLaunch({ url: '/pages/venues/venues' });
      toast('账号已注销，欢迎随时回来');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },
});

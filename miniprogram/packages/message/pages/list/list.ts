import type { MessageCursor, MessageView } from '@shared/contracts/message';
import { MESSAGE_KINDS } from '@shared/domain/message';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { openPath } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { askToSubscribe, knownTemplates, learnTemplates } from '../../../../services/subscribe';
import { asRead, type MessageDay, messageDays, reminderNote } from './list.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'ready';
      readonly days: readonly MessageDay[];
      /** `more` below, being fetched, or all shown. */
      readonly tail: 'more' | 'busy' | 'end';
      readonly hint: string;
    };

type MessageTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

Page({
  data: {
    state: { kind: 'loading' } as State,
    unread: 0,
    /** What the row 微信提醒 says; null hides it. */
    reminder: null as string | null,
    busy: '' as '' | 'read' | 'ask',
  },

  messages: null as readonly MessageView[] | null,
  next: null as MessageCursor | null,

  onLoad() {
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.loadMore();
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  async load() {
    try {
      const page = await asMember(() => api.message.list({ before: null }));
      if (!page) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(page.now);
      learnTemplates(page.templates);
      this.messages = page.messages;
      this.next = page.next;
      this.setData({ unread: page.unread });
      this.print();
    } catch (error) {
      if (this.messages) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async loadMore() {
    const { state } = this.data;
    const { next } = this;
    if (state.kind !== 'ready' || state.tail !== 'more' || !next) return;
    this.setData({ state: { ...state, tail: 'busy' } });
    try {
      const page = await api.message.list({ before: next });
      // The list was fetched anew meanwhile: this page hangs below another one.
      if (this.next !== next) return;
      this.messages = [...(this.messages ?? []), ...page.messages];
      this.next = page.next;
    } catch (error) {
      showFailure(error);
    } finally {
      this.print();
    }
  },

  onMore() {
    return this.loadMore();
  },

  print(hint = '') {
    const { messages } = this;
    if (!messages) return;
    this.setData({ reminder: reminderNote(knownTemplates()) });
    if (messages.length === 0) {
      this.setData({ state: { kind: 'empty' } });
      return;
    }
    const tail = this.next === null ? 'end' : 'more';
    this.setData({ state: { kind: 'ready', days: messageDays(messages, now()), tail, hint } });
  },

  /** Opens what the message is about; that it was read is told meanwhile. */
  async onMessage(event: MessageTap) {
    const { id } = event.currentTarget.dataset;
    const message = this.messages?.find((each: MessageView) => each.id === id);
    if (!message) return;
    const told = message.readAt === null ? this.tellRead(message) : Promise.resolve();
    // The tab 我的 counts what is unread: it opens when this one counts no more.
    if (message.page?.startsWith('pages/')) await told;
    if (message.page) openPath(message.page);
    await told;
  },

  async tellRead({ id, page }: MessageView) {
    try {
      const { unread } = await api.message.read({ ids: [id] });
      this.showRead([id], unread);
    } catch (error) {
      // Where a page opened, the dot that stays is enough to say it.
      if (!page) showFailure(error);
    }
  },

  async onReadAll() {
    const newest = this.messages?.[0];
    if (!newest || this.data.busy) return;
    this.setData({ busy: 'read' });
    try {
      const { unread } = await api.message.readAll({ upTo: newest.at });
      this.showRead(null, unread);
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },

  showRead(ids: readonly string[] | null, unread: number) {
    this.messages = asRead(this.messages ?? [], ids, now());
    this.setData({ unread });
    this.print();
  },

  /** Straight from the tap: WeChat opens its sheet only so. */
  async onRemind() {
    if (this.data.busy) return;
    this.setData({ busy: 'ask' });
    const asked = await askToSubscribe(MESSAGE_KINDS);
    this.setData({ busy: '', reminder: reminderNote(knownTemplates()) });
    if (asked === 'accepted') toast('已开启，有消息会发到微信');
    else if (asked === 'rejected') toast('没有开启，可以在微信的订阅消息设置里更改');
    else toast('微信没有打开询问窗口，请稍后再试');
  },

  onVenues() {
    wx.switchTab({ url: '/pages/venues/venues' });
  },
});

import type { Api } from '@shared/contracts';
import type { MessageView } from '@shared/contracts/message';
import { MESSAGE_KINDS } from '@shared/domain/message';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { showFailure, toast } from '../../../../services/feedback';
import { PagedList, type PagedState } from '../../../../services/pagedList';
import { openPath } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { askToSubscribe, knownTemplates, learnTemplates } from '../../../../services/subscribe';
import { asRead, type MessageDay, messageDays, reminderNote } from './list.view';

type Messages = Awaited<ReturnType<Api['message']['list']>>;
interface Shown {
  readonly days: readonly MessageDay[];
}

type MessageTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

Page({
  data: {
    state: { kind: 'loading' } as PagedState<Shown> | { readonly kind: 'empty' },
    unread: 0,
    /** What the row 微信提醒 says; null hides it. */
    reminder: null as string | null,
    busy: '' as '' | 'read' | 'ask',
  },

  list: null as PagedList<Messages, Shown> | null,

  onLoad() {
    this.list = new PagedList<Messages, Shown>({
      ask: (before) => asMember(() => api.message.list({ before })),
      joined: (known, { messages, next }) => ({
        ...known,
        messages: [...known.messages, ...messages],
        next,
      }),
      learn: ({ now: serverNow, templates, unread }) => {
        agreeOnTime(serverNow);
        learnTemplates(templates);
        this.setData({ unread });
      },
      view: ({ messages }) => ({ days: messageDays(messages, now()) }),
      show: (state) => this.show(state),
    });
    return this.list.load();
  },

  show(state: PagedState<Shown>) {
    if (state.kind === 'ready') this.setData({ reminder: reminderNote(knownTemplates()) });
    const empty = state.kind === 'ready' && state.days.length === 0;
    this.setData({ state: empty ? { kind: 'empty' } : state });
  },

  async onPullDownRefresh() {
    await this.list?.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.onMore();
  },

  onRetry() {
    return this.list?.again();
  },

  onMore() {
    return this.list?.more();
  },

  known(): readonly MessageView[] {
    return this.list?.known?.messages ?? [];
  },

  /** Opens what the message is about; that it was read is told meanwhile. */
  async onMessage(event: MessageTap) {
    const { id } = event.currentTarget.dataset;
    const message = this.known().find((each: MessageView) => each.id === id);
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
    const [newest] = this.known();
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
    this.setData({ unread });
    this.list?.change((known: Messages) => ({
      ...known,
      messages: asRead(known.messages, ids, now()),
    }));
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

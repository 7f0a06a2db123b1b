import { SECOND } from '@shared/base/time';
import type { ChallengeBoard } from '@shared/contracts/challengeViews';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { ChallengeFollower, type ChallengeNews } from '../../../../services/challengeLive';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, isRefused, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { backOr, openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { stepsOfWeChat } from '../../../../services/weRun';
import { CANCEL, DISPUTE, leaveQuestion, REPORT } from '../../asks';
import { PATHS } from '../../paths';
import { blockAfterAsking, chooseAgainst, type Somebody } from '../../people';
import { boardView } from './board.view';
import { movedBoard } from './moving.view';
import { shareCard } from './result.view';
import type { Busy, State } from './state';

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as Busy,
    sheet: '' as '' | 'score' | 'report',
    /** Whom the open sheet is about. */
    person: { memberId: '', name: '' } as Somebody,
    report: REPORT,
  },

  challengeId: '',
  board: null as ChallengeBoard | null,
  live: null as ChallengeFollower | null,
  cheered: new Set<string>(),
  /** The change that the board was last asked for: one question each. */
  askedFor: 0,
  shown: false,
  stopTicking: null as (() => void) | null,

  onLoad({ id = '' }: { id?: string }) {
    this.challengeId = id;
    this.cheered = new Set();
    this.live = new ChallengeFollower(id, (news) => void this.hear(news));
  },

  onShow() {
    this.shown = true;
    this.stopTicking = every(30 * SECOND, () => this.tick());
    return this.load();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.shown = false;
    this.stopTicking?.();
    this.live?.stop();
  },

  async load() {
    try {
      const board = await asMember(() => api.challenge.board({ challengeId: this.challengeId }));
      if (board) this.take(board);
      else this.setData({ state: { kind: 'missing', message: '注册成为会员以后才能看挑战' } });
    } catch (error) {
      const message = explain(error);
      if (isRefused(error)) this.setData({ state: { kind: 'missing', message } });
      else if (this.board) this.print(message);
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  take(board: ChallengeBoard) {
    agreeOnTime(board.now);
    this.board = board;
    this.print();
    const { status } = board.challenge;
    const live = status === 'OPEN' || status === 'RUNNING' || status === 'DISPUTED';
    if (live && this.shown) this.live?.follow(board.watchId);
    else this.live?.stop();
  },

  /** Figures move on the board by themselves; anything more is asked for. */
  hear(news: ChallengeNews): void | Promise<void> {
    const { board } = this;
    if (!board) return;
    if (news.kind === 'board') {
      this.take(news.board);
      return;
    }
    const moved = movedBoard(board, news.reader, now());
    if (moved) {
      this.board = moved;
      this.print();
    } else if (this.askedFor !== news.reader.at) {
      this.askedFor = news.reader.at;
      return this.load();
    }
  },

  tick() {
    const { state } = this.data;
    if (state.kind === 'ready') this.print(state.hint);
  },

  print(hint = '') {
    const { board, cheered } = this;
    if (!board) return;
    const view = boardView(board, { now: now(), cheered });
    this.setData({ state: { kind: 'ready', view, hint } });
  },

  onScore() {
    const board: ChallengeBoard | null = this.board;
    const other = board?.rows.find(({ memberId }) => memberId !== board.you);
    this.setData({
      sheet: 'score',
      person: { memberId: other?.memberId ?? '', name: other?.nickname || '对方' },
    });
  },

  onCloseSheet() {
    this.setData({ sheet: '' });
  },

  onScored({ detail: score }: WechatMiniprogram.CustomEvent<{ mine: number; theirs: number }>) {
    const { challengeId } = this;
    return this.work('score', async () => {
      this.take(await api.challenge.score({ challengeId, ...score }));
      this.setData({ sheet: '' });
      toast('已告诉对方，等待确认');
    });
  },

  onAgree() {
    return this.answer(true);
  },

  async onDispute() {
    if (await confirm(DISPUTE)) await this.answer(false);
  },

  answer(agree: boolean) {
    const { challengeId } = this;
    return this.work(agree ? 'agree' : 'dispute', async () => {
      this.take(await api.challenge.confirmScore({ challengeId, agree }));
    });
  },

  onSteps() {
    const { challengeId } = this;
    return this.work('steps', async () => {
      const weRun = await stepsOfWeChat();
      this.take(await api.challenge.addSteps({ challengeId, weRun }));
      toast('步数已更新');
    });
  },

  async onCancel() {
    if (!(await confirm(CANCEL))) return;
    const { challengeId } = this;
    await this.work('end', async () => this.take(await api.challenge.cancel({ challengeId })));
  },

  async onLeave() {
    const { challengeId, board } = this;
    if (!board || !(await confirm(leaveQuestion(board.challenge.stake)))) return;
    await this.work('end', async () => this.take(await api.challenge.leave({ challengeId })));
  },

  onCheer(event: Tapped<{ id: string; name: string }>): void | Promise<void> {
    const { id: memberId, name } = event.currentTarget.dataset;
    if (this.cheered.has(memberId)) return;
    return this.work('cheer', async () => {
      const { challengeId } = this;
      const { cheers } = await api.challenge.cheer({ challengeId, memberId });
      this.cheered.add(memberId);
      const board: ChallengeBoard | null = this.board;
      if (!board) return;
      const rows = board.rows.map((row) => (row.memberId === memberId ? { ...row, cheers } : row));
      this.board = { ...board, rows };
      this.print();
      toast(`已为${name}加油`);
    });
  },

  async onPerson(event: Tapped<{ id: string; name: string }>) {
    const { id: memberId, name } = event.currentTarget.dataset;
    if (memberId === this.board?.you) return;
    const person = { memberId, name };
    const chosen = await chooseAgainst(person);
    if (chosen === 'report') this.setData({ sheet: 'report', person });
    if (chosen === 'block')
      await this.work('report', async () => void (await blockAfterAsking(person)));
  },

  onReported(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const { challengeId } = this;
    const { memberId } = this.data.person;
    return this.work('report', async () => {
      const { reason } = event.detail;
      await api.challenge.report({ token: null, challengeId, memberId, reason });
      this.setData({ sheet: '' });
      toast('已举报，工作人员会处理');
    });
  },

  onAgain() {
    openPage(`${PATHS.create}?kind=${this.board?.challenge.kind ?? ''}`);
  },

  onHome() {
    backOr(PATHS.home);
  },

  work(what: Busy, task: () => Promise<void>): Promise<void> {
    return oneAtATime(
      task,
      turnOf(this, what, () => this.load()),
    );
  },

  onShareAppMessage() {
    return shareCard(this.board);
  },
});

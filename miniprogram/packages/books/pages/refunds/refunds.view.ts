import { formatYuan } from '@shared/base/money';
import { DAY, type Instant, minutesBetween } from '@shared/base/time';
import type { RefundView } from '@shared/contracts/books';
import { CHANNEL_WORDS } from '@shared/domain/order';
import type { Question } from '../../../../services/feedback';
import { durationText } from '../../../../words/duration';
import { momentText, REFUND_STANDINGS, type Tone } from '../../words';

export interface RefundRow {
  readonly id: string;
  readonly orderId: string;
  readonly name: string;
  readonly amount: string;
  readonly standing: string;
  readonly tone: Tone;
  /** `微信支付 · 充值七天内退回`. */
  readonly what: string;
  /** `3 月 14 日 09:00 起，已 1 小时`. */
  readonly since: string;
  /** What its first button says; empty when it has ended. */
  readonly ask: '再次发送' | '查询' | '';
  /** What ends it by hand says; empty when that is not possible. */
  readonly byHand: '退到余额' | '已退现金' | '';
}

export interface RefundSection {
  readonly key: 'stuck' | 'open' | 'ended';
  readonly title: string;
  readonly rows: readonly RefundRow[];
}

/** Stuck, under way, ended: only the sections that have something, in the order they came. */
export function refundSections(refunds: readonly RefundView[], now: Instant): RefundSection[] {
  const sections = [
    { key: 'stuck', title: '卡住', holds: (refund: RefundView) => refund.stuck },
    { key: 'open', title: '处理中', holds: (refund: RefundView) => isUnderWay(refund) },
    { key: 'ended', title: '最近七天完成', holds: (refund: RefundView) => isEnded(refund) },
  ] as const;
  return sections
    .map(({ key, title, holds }) => ({
      key,
      title,
      rows: refunds.filter(holds).map((refund) => refundRow(refund, now)),
    }))
    .filter(({ rows }) => rows.length > 0);
}

const isEnded = ({ status, stuck }: RefundView) =>
  !stuck && (status === 'SUCCESS' || status === 'CLOSED');
const isUnderWay = (refund: RefundView) => !refund.stuck && !isEnded(refund);

const BY_HAND = { WALLET: '退到余额', CASH: '已退现金' } as const;

export function refundRow(refund: RefundView, now: Instant): RefundRow {
  const { word, tone } = REFUND_STANDINGS[refund.status];
  const ended = isEnded(refund);
  return {
    id: refund.id,
    orderId: refund.orderId,
    name: refund.maskedName,
    amount: formatYuan(refund.amount),
    standing: word,
    tone: refund.stuck ? 'bad' : tone,
    what: [CHANNEL_WORDS[refund.channel], refund.reason].filter(Boolean).join(' · '),
    since: timeText(refund, now),
    // Sent again under its own number it cannot go out twice; what the channel gave up is only asked.
    ask: ended ? '' : refund.status === 'ABNORMAL' ? '查询' : '再次发送',
    byHand: refund.stuck ? BY_HAND[refund.byHand] : '',
  };
}

function timeText({ createdAt, endedAt }: RefundView, now: Instant): string {
  if (endedAt !== null) return `${momentText(endedAt)} 完成`;
  const days = Math.floor((now - createdAt) / DAY);
  const past = days > 0 ? `${days} 天` : durationText(minutesBetween(createdAt, now));
  return `${momentText(createdAt)} 起，已 ${past}`;
}

export interface ByHand {
  /** Why, tapped instead of typed. */
  readonly reasons: readonly string[];
  /** What is asked before it, and what its button says. */
  readonly question: Question;
  readonly done: string;
}

/** How a person ends a refund that is stuck: in the member's wallet, or over the desk in cash. */
export function byHandOf({ amount, maskedName, channel, byHand }: RefundView): ByHand {
  const yuan = formatYuan(amount);
  const notByChannel = `不再经${CHANNEL_WORDS[channel]}退回，不能恢复。`;
  if (byHand === 'CASH') {
    return {
      reasons: ['原账户已注销', '渠道退不了'],
      question: {
        title: `${yuan} 现金已交给顾客？`,
        content: `请先把 ${yuan} 现金当面交给${maskedName}，再点确定。这笔钱记为校区的现金支出，${notByChannel}`,
        confirmText: BY_HAND.CASH,
      },
      done: '已记为现金退款',
    };
  }
  return {
    reasons: ['原账户已注销', '渠道退不了', '会员要求退到余额'],
    question: {
      title: `退 ${yuan} 到余额？`,
      content: `${yuan} 会退到 ${maskedName} 的余额，${notByChannel}`,
      confirmText: BY_HAND.WALLET,
    },
    done: '已退到会员余额',
  };
}

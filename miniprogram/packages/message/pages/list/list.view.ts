import { clubDateOf, formatClub, type Instant } from '@shared/base/time';
import type { MessageView, TemplateView } from '@shared/contracts/message';
import { MESSAGES, type MessageKind } from '@shared/domain/message';
import { dayTitle } from '../../../../words/days';

export interface MessageRow {
  readonly id: string;
  readonly kind: MessageKind;
  readonly unread: boolean;
  readonly title: string;
  readonly body: string;
  /** `付款成功 · 18:02`. */
  readonly note: string;
  readonly opens: boolean;
  readonly label: string;
}

export interface MessageDay {
  readonly date: string;
  readonly title: string;
  readonly rows: readonly MessageRow[];
}

/** Messages under the day they came, as they are given: newest first. */
export function messageDays(messages: readonly MessageView[], now: Instant): MessageDay[] {
  const days: { date: string; title: string; rows: MessageRow[] }[] = [];
  for (const message of messages) {
    const date = clubDateOf(message.at);
    let day = days[days.length - 1];
    if (day?.date !== date) {
      day = { date, title: dayTitle(message.at, now), rows: [] };
      days.push(day);
    }
    day.rows.push(rowOf(message));
  }
  return days;
}

function rowOf({ id, kind, title, body, page, at, readAt }: MessageView): MessageRow {
  const unread = readAt === null;
  const time = formatClub(at, 'HH:mm');
  const { word } = MESSAGES[kind];
  const note = word === title ? time : `${word} · ${time}`;
  const label = `${unread ? '未读，' : ''}${title}，${body}，${note}`;
  return { id, kind, unread, title, body, note, opens: page !== null, label };
}

/** The messages after some were read; `ids` null means all. */
export const asRead = (
  messages: readonly MessageView[],
  ids: readonly string[] | null,
  now: Instant,
): MessageView[] =>
  messages.map((message) =>
    message.readAt === null && (ids === null || ids.includes(message.id))
      ? { ...message, readAt: now }
      : message,
  );

/** The row 微信提醒; null where the club sends nothing through WeChat. */
export function reminderNote(templates: readonly TemplateView[]): string | null {
  if (templates.length === 0) return null;
  const left = templates.reduce((sum, template) => sum + template.left, 0);
  return left === 0 ? '有变动时，微信服务通知里也能收到' : `还能收到 ${left} 条，可以再开启`;
}

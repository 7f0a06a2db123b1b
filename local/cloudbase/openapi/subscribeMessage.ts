import type { Journal } from '../engine/journal';
import { checkedField } from './messageFields';
import type { ApiArguments, ApiReply } from './wire';

/** A template as it stands in the console of the mini-program. */
export interface MessageTemplate {
  readonly title: string;
  /** WeChat's name of a field (`thing1`) → what is written before it. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A subscribe message that went out: what the person's phone shows. */
export interface ServiceNotice {
  readonly id: string;
  readonly openid: string;
  /** When, on the club's clock, ms. */
  readonly at: number;
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
  /** What a tap opens; null opens nothing. */
  readonly page: string | null;
}

export interface MessagingOptions {
  readonly templates: Readonly<Record<string, MessageTemplate>>;
  /** The mini-program's pages; null when they are not known. */
  readonly pages: readonly string[] | null;
  readonly now: () => number;
  readonly deliver: (notice: ServiceNotice) => void;
  /** Where it is kept over a restart. */
  readonly keep: { read(): string | null; write(text: string): void };
}

interface Kept {
  /** Acceptances that are left, by `openid:templateId`. */
  readonly accepted: Record<string, number>;
  readonly notices: ServiceNotice[];
  sent: number;
}

const EMPTY = (): Kept => ({ accepted: {}, notices: [], sent: 0 });
/** A phone that was put away finds this many. */
const MOST_NOTICES = 20;

const error = (errcode: number, errmsg: string): ApiReply => ({ json: { errcode, errmsg } });

const KEPT_AS = 'messaging';

/** The messaging of a local cloud, kept in its journal; without one, in memory. */
export function openMessaging(
  { templates = {}, pages = null }: Partial<Pick<MessagingOptions, 'templates' | 'pages'>>,
  house: Pick<MessagingOptions, 'now' | 'deliver'> & { readonly journal: Journal | null },
): Messaging {
  const { now, deliver, journal } = house;
  const keep = {
    read: () => journal?.meta(KEPT_AS) ?? null,
    write: (text: string) => journal?.setMeta(KEPT_AS, text),
  };
  return new Messaging({ templates, pages, now, deliver, keep });
}

/** WeChat's side of subscribe messages: who accepted what, and what arrived. */
export class Messaging {
  #kept: Kept;

  constructor(private readonly options: MessagingOptions) {
    const text = options.keep.read();
    this.#kept = text === null ? EMPTY() : (JSON.parse(text) as Kept);
  }

  /** The templates among `ids` that there are, for the sheet that asks. */
  templates(ids: readonly string[]): { readonly id: string; readonly title: string }[] {
    return ids.flatMap((id) => {
      const template = this.#template(id);
      return template ? [{ id, title: template.title }] : [];
    });
  }

  /** The person tapped 允许: one message of each may come. */
  accept(openid: string, ids: readonly string[]): void {
    for (const id of ids) {
      if (!this.#template(id)) continue;
      const key = keyOf(openid, id);
      this.#kept.accepted[key] = (this.#kept.accepted[key] ?? 0) + 1;
    }
    this.#write();
  }

  /** What arrived at a person's phone, newest first. */
  notices(openid: string): readonly ServiceNotice[] {
    return this.#kept.notices.filter((notice) => notice.openid === openid);
  }

  clear(): void {
    this.#kept = EMPTY();
    this.#write();
  }

  /** `subscribeMessage.send`, arguments as WeChat names them, checked in WeChat's order. */
  send(args: ApiArguments): ApiReply {
    const { touser: openid, template_id: id, page, data } = args;
    if (typeof openid !== 'string' || openid === '') return error(40003, 'invalid openid');
    const template = typeof id === 'string' ? this.#template(id) : undefined;
    if (!template) return error(40037, 'invalid template_id');
    if (page !== undefined && !this.#isPage(page)) return error(41030, 'invalid page');
    const lines = linesOf(template, data);
    if (typeof lines === 'string') return error(47003, `argument invalid! ${lines}`);
    const key = keyOf(openid, String(id));
    const left = this.#kept.accepted[key] ?? 0;
    if (left === 0) return error(43101, 'user refuse to accept the msg');
    this.#kept.accepted[key] = left - 1;
    this.#deliver({
      openid,
      title: template.title,
      lines,
      page: typeof page === 'string' && page !== '' ? page : null,
    });
    return { json: { errcode: 0, errmsg: 'ok' } };
  }

  #deliver(sent: Omit<ServiceNotice, 'id' | 'at'>): void {
    this.#kept.sent += 1;
    const notice = { ...sent, id: `n${this.#kept.sent}`, at: this.options.now() };
    const own = this.notices(sent.openid).slice(0, MOST_NOTICES - 1);
    const others = this.#kept.notices.filter(({ openid }) => openid !== sent.openid);
    this.#kept.notices.splice(0, this.#kept.notices.length, notice, ...own, ...others);
    this.#write();
    this.options.deliver(notice);
  }

  #template(id: string): MessageTemplate | undefined {
    const { templates } = this.options;
    return Object.hasOwn(templates, id) ? templates[id] : undefined;
  }

  #isPage(page: unknown): boolean {
    const { pages } = this.options;
    if (typeof page !== 'string' || page.startsWith('/')) return false;
    const [path = ''] = page.split('?');
    return page === '' || pages === null || pages.includes(path);
  }

  #write(): void {
    this.options.keep.write(JSON.stringify(this.#kept));
  }
}

const keyOf = (openid: string, templateId: string) => `${openid}:${templateId}`;

/** The lines of the card, or what is wrong with the data. */
function linesOf(template: MessageTemplate, data: unknown): ServiceNotice['lines'] | string {
  const given = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  const lines: { label: string; value: string }[] = [];
  for (const [field, label] of Object.entries(template.fields)) {
    const value = (given[field] as { value?: unknown } | undefined)?.value;
    const fault = checkedField(field, value);
    if (fault) return `data.${field}.value ${fault}`;
    lines.push({ label, value: String(value) });
  }
  return lines;
}

import { fittedField } from './messageField';

/** What a message of the club is about. */
export const MESSAGE_KINDS = [
  'BOOKED',
  'PAID',
  'REMINDER',
  'CHANGED',
  'CANCELLED',
  'REFUNDED',
  'PLACE_FREE',
  'COURT_CLOSED',
  'ROLE',
  'LESSON',
  'EVALUATE',
  'COACHING',
  'PROFILE',
  'POINTS',
  'CHALLENGE',
  'QUIET',
  'COUNTER',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Characters of a title and of a body, at most. */
export const MESSAGE_LENGTHS = { title: 20, body: 200 } as const;

/**
 * The templates of WeChat subscribe messages: what a person is asked to accept, and the fields of
 * the template in the mini-program's console, by WeChat's names, with what stands in them. Five,
 * because WeChat asks for five at once at most; related kinds share one.
 */
export const TEMPLATES = {
  BOOKING: {
    word: '预订变动',
    fields: { thing1: '场地', time2: '时间', phrase3: '状态', thing4: '提示' },
  },
  REMINDER: { word: '开始提醒', fields: { thing1: '场地', time2: '开始时间', thing3: '提示' } },
  PAYMENT: {
    word: '付款和退款',
    fields: { thing1: '项目', amount2: '金额', phrase3: '状态', time4: '时间' },
  },
  VACANCY: { word: '空位通知', fields: { thing1: '场地', time2: '时间', thing3: '提示' } },
  ROLE: { word: '职务变动', fields: { thing1: '职务', thing2: '校区', time3: '时间' } },
} as const satisfies Record<string, { word: string; fields: Readonly<Record<string, string>> }>;
export type Template = keyof typeof TEMPLATES;
export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as [Template, ...Template[]];

/** How a kind is called, and the template it goes out by where the member accepted it. */
export const MESSAGES = {
  BOOKED: { word: '预订成功', template: 'BOOKING' },
  PAID: { word: '付款成功', template: 'PAYMENT' },
  REMINDER: { word: '即将开始', template: 'REMINDER' },
  CHANGED: { word: '预订变更', template: 'BOOKING' },
  CANCELLED: { word: '预订取消', template: 'BOOKING' },
  REFUNDED: { word: '退款', template: 'PAYMENT' },
  PLACE_FREE: { word: '有空位了', template: 'VACANCY' },
  COURT_CLOSED: { word: '场地关闭', template: 'BOOKING' },
  ROLE: { word: '职务变动', template: 'ROLE' },
  LESSON: { word: '课程', template: 'BOOKING' },
  EVALUATE: { word: '课后评价', template: 'BOOKING' },
  COACHING: { word: '师生关系', template: 'ROLE' },
  PROFILE: { word: '资料变更', template: 'ROLE' },
  CHALLENGE: { word: '挑战', template: 'BOOKING' },
  POINTS: { word: '会员积分', template: 'PAYMENT' },
  QUIET: { word: '人少提醒', template: 'VACANCY' },
  COUNTER: { word: '人数异常', template: 'ROLE' },
} as const satisfies Record<MessageKind, { word: string; template: Template }>;

/** What a template is filled with: a text for each of its fields. */
export type TemplateData<T extends Template> = {
  readonly [Field in keyof (typeof TEMPLATES)[T]['fields']]: string;
};

/** A template with its data, for any of the templates. */
export type Notice = {
  readonly [T in Template]: { readonly template: T; readonly data: TemplateData<T> };
}[Template];

/**
 * The data as WeChat takes it (platform: over-long fields are 47003): texts are cut, and a value
 * that would lie when cut (an amount, a time) must fit.
 *
 * @throws RangeError naming the field that cannot be sent
 */
export function fittedData(
  template: Template,
  data: Readonly<Record<string, string>>,
): Record<string, { value: string }> {
  return Object.fromEntries(
    Object.keys(TEMPLATES[template].fields).map((field) => [
      field,
      { value: fittedField(field, data[field] ?? '') },
    ]),
  );
}

/** A page of the mini-program with its query, without a leading slash: `packages/a/pages/b/b?id=1`. */
export const isPagePath = (path: string) =>
  /^(?:pages|packages\/[a-z]+\/pages)\/[a-zA-Z]+\/[a-zA-Z]+(?:\?[\w=&%.-]{0,160})?$/.test(path);

/** WeChat keeps acceptances for ever; beyond this many of one template nobody needs to count. */
export const MOST_ACCEPTED = 50;

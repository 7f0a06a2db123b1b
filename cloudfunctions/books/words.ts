import type { Account } from '@shared/domain/ledger';
import { CHANNEL_WORDS } from '@shared/domain/order';

const HOLDERS = {
  member: '会员余额',
  frozen: '会员冻结',
  channel: '',
  cash: '现金',
  bank: '银行',
  revenue: '收入',
  refunding: '退款途中',
  house: '本馆',
} as const;

const wordOf = (words: Readonly<Record<string, string>>, name: string) => words[name] ?? name;

/** An account of the ledger as a manager calls it: 会员余额, 微信支付, 现金·东区. */
export function accountWords(account: Account, campusNames: ReadonlyMap<string, string>): string {
  const [, holder = '', name = ''] = account.split(':');
  if (holder === 'channel') return wordOf(CHANNEL_WORDS, name);
  const words = wordOf(HOLDERS, holder);
  const atCampus = holder === 'cash' || holder === 'bank' || holder === 'revenue';
  return atCampus ? `${words}·${campusNames.get(name) ?? name}` : words;
}

import type { ClubDate } from '@shared/base/time';
import type { OfferForm } from '@shared/contracts/courtsViews';
import { DEFAULT_LIMITS } from '@shared/domain/booking';
import { describe, expect, test } from 'vitest';
import {
  courtOf,
  fieldsOf,
} from '../../miniprogram/packages/courts/components/court-form/court.view';
import {
  dateFields,
  specialDateOf,
} from '../../miniprogram/packages/courts/components/date-form/date.view';
import {
  checkOffer,
  draftOf,
  offerView,
  withCourt,
  withDate,
} from '../../miniprogram/packages/courts/pages/offer/offer.view';
import {
  checkPrices,
  dayPrices,
  priceDraft,
  withDayKind,
} from '../../miniprogram/packages/courts/pages/price/price.view';
import { clock, DATE } from './courts.row';

const OFFER: OfferForm = {
  onSale: true,
  courts: [
    { id: 'c1', name: '1 号台', sport: 'TABLE_TENNIS', kind: 'COURT', capacity: 1, status: 'OPEN' },
  ],
  prices: { TABLE_TENNIS: { base: 800, rules: [] } },
  limits: { ...DEFAULT_LIMITS },
  tiers: [
    { hours: 5, percent: 50 },
    { hours: 24, percent: 100 },
  ],
  seriesAllowed: false,
  days: [],
};

describe('what a venue offers', () => {
  const draft = draftOf(OFFER);

  test('unchanged it is saved as it was, the longest notice first', () => {
    const result = checkOffer(draft);
    if (!result.ok) throw new Error('refused');
    expect(result.form.tiers).toEqual([
      { hours: 24, percent: 100 },
      { hours: 5, percent: 50 },
    ]);
    expect({ ...result.form, tiers: OFFER.tiers }).toEqual(OFFER);
  });

  test('a sport without a price is named', () => {
    const [court] = OFFER.courts;
    if (!court) throw new Error('no court');
    const more = withCourt(draft, null, { ...court, id: null, sport: 'YOGA', name: '瑜伽室' });
    expect(checkOffer(more)).toMatchObject({ ok: false, errors: { prices: '请填写瑜伽的价格' } });
    expect(offerView(more).prices.map(({ about }) => about)).toEqual([
      '¥8.00 / 半小时',
      '还没有价格',
    ]);
  });

  test.each([
    [[{ hours: '', percent: '50' }], '小时数'],
    [[{ hours: '721', percent: '50' }], '小时数'],
    [[{ hours: '24', percent: '101' }], '比例'],
    [[{ hours: '24', percent: '1.5' }], '比例'],
    [
      [
        { hours: '24', percent: '100' },
        { hours: '024', percent: '50' },
      ],
      '一样',
    ],
  ])('tiers %j are refused', (tiers, words) => {
    const result = checkOffer({ ...draft, tiers });
    expect(result.ok ? '' : result.errors.tiers).toContain(words);
  });

  test('nothing to play on cannot be put on sale', () => {
    expect(checkOffer(withCourt(draft, 0, null))).toMatchObject({ ok: false });
    expect(checkOffer({ ...withCourt(draft, 0, null), onSale: false }).ok).toBe(true);
  });

  test('a date is there once, in order, and can be taken out', () => {
    const day = (date: string) => ({ date: date as ClubDate, hours: null, note: '' });
    const two = withDate(withDate(draft, null, day('2026-05-02')), null, day('2026-05-01'));
    expect(two.days.map(({ date }) => date)).toEqual(['2026-05-01', '2026-05-02']);
    const again = withDate(two, null, { ...day('2026-05-01'), note: '校运会' });
    expect(again.days).toHaveLength(2);
    expect(offerView(again).days[0]?.about).toBe('不开放 · 校运会');
    expect(withDate(again, 0, null).days.map(({ date }) => date)).toEqual(['2026-05-02']);
  });

  test('a court needs a name, and places a number', () => {
    expect(courtOf(fieldsOf(null), null)).toEqual({ error: '请填写名称' });
    const places = { ...fieldsOf(null), name: '大厅', kind: 'PLACES', capacity: '0' } as const;
    expect(courtOf(places, null)).toEqual({ error: '名额是 1 到 500 的整数' });
    expect(courtOf({ ...places, capacity: '40', repair: true }, 'c9')).toMatchObject({
      court: { id: 'c9', capacity: 40, status: 'REPAIR' },
    });
  });

  test('a special date closes, or opens before it closes', () => {
    const fields = dateFields(null, clock(10));
    expect(specialDateOf(fields)).toEqual({ day: { date: DATE, hours: null, note: '' } });
    expect(specialDateOf({ ...fields, open: true, closes: fields.opens })).toHaveProperty('error');
  });
});

describe('prices', () => {
  const list = {
    base: 800,
    rules: [
      { name: '高峰', days: ['WEEKDAY' as const], from: 1080, until: 1320, fen: 1200 },
      { name: '晚场', days: ['WEEKDAY' as const], from: 1260, until: 1320, fen: 950 },
    ],
  };

  test('come out as they went in', () => {
    expect(checkPrices(priceDraft(list))).toEqual({ list });
    expect(priceDraft(list).rules.map(({ yuan }) => yuan)).toEqual(['12', '9.5']);
  });

  test('the last rule that fits counts, and the preview shows it', () => {
    const [weekday, weekend] = dayPrices(priceDraft(list));
    expect(weekday?.spans).toEqual([
      { time: '00:00–18:00', name: '基础价', price: '¥8' },
      { time: '18:00–21:00', name: '高峰', price: '¥12' },
      { time: '21:00–22:00', name: '晚场', price: '¥9.5' },
      { time: '22:00–24:00', name: '基础价', price: '¥8' },
    ]);
    expect(weekend?.spans).toHaveLength(1);
  });

  test.each([
    [{ yuan: '' }, '请填写价格'],
    [{ yuan: '1.234' }, '两位小数'],
    [{ yuan: '10000.01' }, '两位小数'],
    [{ name: ' ' }, '请填写名称'],
    [{ days: [] }, '日子'],
    [{ until: 1080 }, '晚于'],
  ])('a rule with %j is refused beside it', (part, words) => {
    const draft = priceDraft(list);
    const [first] = draft.rules;
    if (!first) throw new Error('no rule');
    const checked = checkPrices({ ...draft, rules: [{ ...first, ...part }] });
    expect('errors' in checked ? checked.errors.rules[0] : '').toContain(words);
    expect(dayPrices({ ...draft, rules: [{ ...first, ...part }] })).toEqual([]);
  });

  test('no price yet is asked for; free is a price', () => {
    expect(checkPrices(priceDraft(null))).toMatchObject({ errors: { base: '请填写价格' } });
    expect(checkPrices({ base: '0', rules: [] })).toEqual({ list: { base: 0, rules: [] } });
  });

  test('kinds of day are switched one by one, in a fixed order', () => {
    expect(withDayKind(['HOLIDAY'], 'WEEKDAY')).toEqual(['WEEKDAY', 'HOLIDAY']);
    expect(withDayKind(['WEEKDAY', 'HOLIDAY'], 'WEEKDAY')).toEqual(['HOLIDAY']);
  });
});

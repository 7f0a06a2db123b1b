import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Club, clearFaults, openClub, orderFaults } from './club';
import { allowTemplates, noticesOf, templateId } from './notices';

let club: Club;
beforeAll(async () => {
  club = await openClub({ transactionMs: 2000 });
});
beforeEach(() => club.cloud.reset({ keepInstances: true }));
afterEach(() => clearFaults(club));
afterAll(() => club.close());

const notices = (who: string) => noticesOf(club, who);
const idOf = (who: string, wanted: string) => templateId(club, who, wanted);
const allow = (who: string, times = 1) => allowTemplates(club, who, Array(times).fill('ROLE'));

async function appoint(who: string): Promise<void> {
  const { text: code } = await club.as(who).member.code({});
  await club.as('admin-east').club.appoint({ campusId: 'c-east', role: 'STAFF', code });
}
const dismiss = (who: string) => club.as('admin-east').club.dismiss({ memberId: `m-${who}` });

const left = async (who: string) => {
  const { templates } = await club.as(who).message.templates({});
  return templates.find(({ template }) => template === 'ROLE')?.left;
};
const waiting = () => club.documents('outbox', { kind: 'sendSubscribe' });

test('a message goes to WeChat once for each acceptance, the next one only into the app', async () => {
  await allow('lin');
  expect(await left('lin')).toBe(1);
  await appoint('lin');
  await club.passMinutes(1);
  expect(await notices('lin')).toMatchObject([
    {
      title: '场边 · 职务变动',
      page: 'pages/me/me',
      lines: [
        { label: '职务', value: '前台' },
        { label: '校区', value: '东区' },
        { label: '时间', value: expect.stringMatching(/^2026年3月14日 10:\d\d$/) },
      ],
    },
  ]);
  expect(await left('lin')).toBe(0);
  await dismiss('lin');
  expect(await waiting()).toEqual([]);
  await club.passMinutes(3);
  expect(await notices('lin')).toHaveLength(1);
  expect((await club.as('lin').message.list({ before: null })).messages).toHaveLength(2);
});

test('who accepted nothing is told in the app alone', async () => {
  await appoint('may');
  expect(await waiting()).toEqual([]);
  await club.passMinutes(1);
  expect(await notices('may')).toEqual([]);
});

test('two messages for one acceptance: one goes out, the other stays in the app', async () => {
  await allow('chen');
  await appoint('chen');
  await dismiss('chen');
  expect(await waiting()).toHaveLength(2);
  await club.passMinutes(3);
  expect(await notices('chen')).toHaveLength(1);
  expect(await waiting()).toEqual([]);
});

test('two acceptances reported at once are both counted', async () => {
  const accepted = [await idOf('sun', 'ROLE')];
  const { subscribed } = club.as('sun').message;
  await Promise.all([1, 2, 3].map(() => subscribed({ accepted })));
  expect(await left('sun')).toBe(3);
  await subscribed({ accepted: ['TPL-of-somebody-else'] });
  expect(await club.documents('subscriptions', { memberId: 'm-sun' })).toHaveLength(1);
});

test('WeChat knows of no acceptance (43101): nothing is sent, and nothing is counted any more', async () => {
  const id = await idOf('zhou', 'ROLE');
  for (let n = 0; n < 3; n += 1) await club.as('zhou').message.subscribed({ accepted: [id] });
  await appoint('zhou');
  await club.passMinutes(1);
  expect(await waiting()).toEqual([]);
  expect(await left('zhou')).toBe(0);
  await dismiss('zhou');
  expect(await waiting()).toEqual([]);
});

describe('the timer is killed', () => {
  const atSending = (when: 'before' | 'after') =>
    orderFaults(club, { function: 'timer', request: 'wx.openApi', n: 1, when, effect: 'kill' });

  test('before it sends: the message goes out later, and no second acceptance is used', async () => {
    await allow('wu', 2);
    await appoint('wu');
    await atSending('before');
    await club.passMinutes(1);
    expect(await notices('wu')).toEqual([]);
    expect(await left('wu')).toBe(1);
    await club.passMinutes(4);
    expect(await notices('wu')).toHaveLength(1);
    expect(await left('wu')).toBe(1);
    expect(await waiting()).toEqual([]);
  });

  test('after it sent: the one acceptance is used, and no second message comes', async () => {
    await allow('feng');
    await appoint('feng');
    await atSending('after');
    await club.passMinutes(5);
    expect(await notices('feng')).toHaveLength(1);
    expect(await left('feng')).toBe(0);
    expect(await waiting()).toEqual([]);
  });
});

test('WeChat does not answer: it is tried again, with the same acceptance', async () => {
  await allow('yang', 2);
  await appoint('yang');
  const fault = { function: 'timer', request: 'wx.openApi', n: 1, when: 'before' } as const;
  await orderFaults(club, { ...fault, effect: 'drop', times: 3 });
  await club.passMinutes(1);
  expect(await waiting()).toHaveLength(1);
  expect(await left('yang')).toBe(1);
  await club.passMinutes(12);
  expect(await notices('yang')).toHaveLength(1);
  expect(await left('yang')).toBe(1);
  expect(await waiting()).toEqual([]);
});

test('an account that ends before its message is sent is told nothing', async () => {
  await allow('zheng');
  await appoint('zheng');
  await club.as('zheng').member.deleteAccount({ confirm: '注销' });
  await club.passMinutes(1);
  expect(await notices('zheng')).toEqual([]);
  expect(await waiting()).toEqual([]);
});

test('a club without templates asks for none and sends none', async () => {
  const plain = await openClub({ functionEnv: () => ({ message: {} }) });
  try {
    const lin = plain.as('lin').message;
    expect((await lin.list({ before: null })).templates).toEqual([]);
    const asked = await lin.subscribed({ accepted: ['TPL-local-role'] });
    expect(asked.templates).toEqual([]);
    expect(await plain.documents('subscriptions')).toEqual([]);
  } finally {
    await plain.close();
  }
});

import type { Instant } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Club, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
beforeEach(() => club.cloud.reset({ keepInstances: true }));
afterAll(() => club.close());

const list = (who: string) => club.as(who).message.list({ before: null });

async function appoint(who: string): Promise<void> {
  const { text: code } = await club.as(who).member.code({});
  await club.as('admin-east').club.appoint({ campusId: 'c-east', role: 'STAFF', code });
}

/** `count` messages to a member, the newest `count` minutes before now; some in one millisecond. */
async function stored(memberId: string, count: number, sameMoment = 1): Promise<string[]> {
  const from = club.cloud.clock.now() - 86_400_000;
  const documents = Array.from({ length: count }, (_, n) => ({
    _id: `test:${memberId}:${String(n).padStart(3, '0')}`,
    memberId,
    kind: 'BOOKED',
    title: `第 ${n} 条`,
    body: '已为你保留场地',
    page: null,
    at: from + Math.floor(n / sameMoment) * 60_000,
    readAt: null,
    notice: null,
  }));
  await club.cloud.load('messages', documents);
  return documents.map(({ _id }) => _id).reverse();
}

test('who is appointed is told so, once, and the badge counts it until it is read', async () => {
  expect((await club.as('lin').member.home({})).member?.unread).toBe(0);
  await appoint('lin');
  const { messages, unread, next } = await list('lin');
  expect(messages).toMatchObject([
    { kind: 'ROLE', title: '你已成为前台', page: 'pages/me/me', readAt: null },
  ]);
  expect(messages[0]?.body).toContain('东区');
  expect([unread, next]).toEqual([1, null]);
  expect((await club.as('lin').member.home({})).member?.unread).toBe(1);
  const id = String(messages[0]?.id);
  expect(await club.as('lin').message.read({ ids: [id] })).toEqual({ unread: 0 });
  const read = (await list('lin')).messages[0]?.readAt;
  expect(read).not.toBeNull();
  club.cloud.clock.jump(club.cloud.clock.now() + 60_000);
  await club.as('lin').message.read({ ids: [id] });
  expect((await list('lin')).messages[0]?.readAt).toBe(read);
  await club.as('admin-east').club.dismiss({ memberId: 'm-lin' });
  expect((await list('lin')).messages.map(({ title }) => title)).toEqual([
    '你的职务已解除',
    '你已成为前台',
  ]);
});

test('a refused appointment tells nobody', async () => {
  const { text: code } = await club.as('may').member.code({});
  const ask = { campusId: 'c-east', role: 'CAMPUS_ADMIN', code } as const;
  expect(await outcome(club.as('admin-east').club.appoint(ask))).toBe('NOT_ALLOWED');
  expect((await list('may')).messages).toEqual([]);
});

test('two admins race with one code: the member is told once', async () => {
  const { text: code } = await club.as('chen').member.code({});
  const ask = { campusId: 'c-east', role: 'STAFF', code } as const;
  await Promise.all(['admin-east', 'root'].map((by) => outcome(club.as(by).club.appoint(ask))));
  expect((await list('chen')).messages).toHaveLength(1);
});

describe('seventy messages', () => {
  test.each([1, 7, 40])(
    'of which %i come in one millisecond are paged without a gap or a repetition',
    async (same) => {
      const ids = await stored('m-may', 70, same);
      const may = club.as('may').message;
      const seen: string[] = [];
      let before: Awaited<ReturnType<typeof list>>['next'] = null;
      const sizes: number[] = [];
      do {
        const page: Awaited<ReturnType<typeof list>> = await may.list({ before });
        seen.push(...page.messages.map(({ id }) => id));
        sizes.push(page.messages.length);
        expect(page.unread).toBe(70);
        before = page.next;
      } while (before);
      expect(seen).toEqual(ids);
      expect(sizes).toEqual([30, 30, 10]);
    },
  );

  test('are read at once, but for the one that came after the look', async () => {
    const ids = await stored('m-may', 70);
    const newest = (await list('may')).messages[0];
    const upTo = ((newest?.at ?? 0) - 1) as Instant;
    expect(await club.as('may').message.readAll({ upTo })).toEqual({ unread: 1 });
    const unread = await club.documents('messages', { memberId: 'm-may', readAt: null });
    expect(unread.map(({ _id }) => _id)).toEqual(ids.slice(0, 1));
  });
});

test('nobody sees or reads the messages of another', async () => {
  const [id = ''] = await stored('m-may', 1);
  expect((await list('lin')).messages).toEqual([]);
  expect(await club.as('lin').message.read({ ids: [id] })).toEqual({ unread: 0 });
  const upTo = club.cloud.clock.now() as Instant;
  await club.as('lin').message.readAll({ upTo });
  expect((await list('may')).unread).toBe(1);
  expect(await outcome(list('new'))).toBe('REGISTER_FIRST');
});

test('the export has the messages, and with the account they and the acceptances go', async () => {
  await stored('m-han', 2);
  const { templates } = await list('han');
  await club.as('han').message.subscribed({ accepted: templates.map((each) => each.templateId) });
  await appoint('han');
  const han = club.as('han').member;
  const { messages } = await han.exportData({ cursor: null });
  expect(messages.map(({ title }) => title)).toEqual(['你已成为前台', '第 1 条', '第 0 条']);
  await han.deleteAccount({ confirm: '注销' });
  await club.passMinutes(1);
  for (const name of ['messages', 'subscriptions']) {
    expect(await club.documents(name, { memberId: 'm-han' }), name).toEqual([]);
  }
  expect(await club.documents('outbox')).toEqual([]);
});

import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import {
  formView,
  NOTHING_TYPED,
  wechatsText,
} from '../../miniprogram/packages/member/pages/account/account.view';

describe('setting a username and password', () => {
  test.each([
    ['', '', '', '', false],
    ['lin', 'Court#2', '', '', false],
    ['2lin', 'Court#26', REFUSALS.USERNAME_INVALID, '', false],
    ['linxm', 'Courtside', '', REFUSALS.PASSWORD_WEAK, false],
    ['linxm', 'Court#26', '', '', true],
    [' LinXM ', 'Court#26', '', '', true],
    ['linxm', 'Court#26Court#26C', '', REFUSALS.PASSWORD_WEAK, false],
  ])('%j with %j', (username, password, usernameError, passwordError, ready) => {
    const view = formView({ ...NOTHING_TYPED, username, password }, false);
    expect(view.errors).toMatchObject({ username: usernameError, password: passwordError });
    expect(view.ready).toBe(ready);
  });
});

describe('changing the password', () => {
  test.each([
    ['', 'Other#27', '', false],
    ['Court#26', '', '', false],
    ['Court#26', 'Other', '', false],
    ['Court#26', 'Otherwise', REFUSALS.PASSWORD_WEAK, false],
    ['Court#26', 'Court#26', '请换一个和原来不同的密码', false],
    ['Court#26', 'Other#27', '', true],
    // What is current is the server's to judge: it may be from before the rule.
    ['old', 'Other#27', '', true],
  ])('from %j to %j', (current, next, error, ready) => {
    const view = formView({ ...NOTHING_TYPED, current, next }, true);
    expect(view.errors.next).toBe(error);
    expect(view.ready).toBe(ready);
  });
});

test('says how many WeChats there are, and may be', () => {
  expect(wechatsText(2)).toBe('2 个，最多 5 个');
});

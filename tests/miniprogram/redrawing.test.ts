import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { redrawnWithTheme } from '../../miniprogram/components/day-curve/paper';

const { attached, detached } = redrawnWithTheme;
let listening: Set<() => void>;
const turnDark = () => {
  for (const listener of listening) listener();
};

beforeEach(() => {
  listening = new Set();
  vi.stubGlobal('wx', {
    nextTick: (work: () => void) => work(),
    onThemeChange: (listener: () => void) => listening.add(listener),
    offThemeChange: (listener: () => void) => listening.delete(listener),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a drawing is drawn anew when the phone turns dark, until it is gone; another stays', () => {
  const [one, other] = [{ draw: vi.fn() }, { draw: vi.fn() }];
  attached.call(one);
  attached.call(other);
  turnDark();
  detached.call(one);
  turnDark();
  expect(one.draw).toHaveBeenCalledTimes(1);
  expect(other.draw).toHaveBeenCalledTimes(2);
  detached.call(other);
  expect(listening.size).toBe(0);
});

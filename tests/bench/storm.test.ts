import { expect, test } from 'vitest';
import type { Measurement, Share } from './figure';
import * as race from './race';
import * as throughput from './throughput';
import * as watchLatency from './watchLatency';

/** `npm run storm` runs them whole; speed is judged there, what must never happen also here. */
const twentieth: Share = 1 / 20;

const counted = (measured: readonly Measurement[]) =>
  measured.filter(({ unit }) => ['members', 'visits', 'check-ins'].includes(unit));

test('fifty phones race for the last three places: three get in, nobody is paid twice or lost', async () => {
  const measured = await race.measure(twentieth);
  expect(measured).toHaveLength(3);
  expect(measured.filter(({ ok }) => !ok)).toEqual([]);
});

test('a crowd at one door gets in without a single failure', async () => {
  const failures = counted(await throughput.measure(twentieth));
  expect(failures).toHaveLength(1);
  expect(failures.filter(({ ok }) => !ok)).toEqual([]);
});

test('every one of fifty watching phones sees each check-in', async () => {
  await expect(watchLatency.measure(twentieth)).resolves.toHaveLength(1);
});

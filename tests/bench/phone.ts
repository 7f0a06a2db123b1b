import { launchBrowser, PHONE } from '../browser';
import { atMost, type Measurement, percentile } from './figure';
import { startStage } from './stage';

const openings = 5;

/**
 * From opening a phone in a browser that has nothing cached to the first venue standing there to
 * be tapped; the median of five openings.
 */
export async function measure(): Promise<Measurement[]> {
  const stage = await startStage();
  const browser = await launchBrowser();
  try {
    const seconds: number[] = [];
    for (let opening = 0; opening < openings; opening += 1) {
      const context = await browser.newContext(PHONE);
      const page = await context.newPage();
      const started = performance.now();
      await page.goto(`${stage.url}/phone?as=lin`, { waitUntil: 'commit' });
      const venue = page.getByText('中心健身房').first();
      await venue.click({ trial: true, timeout: 15_000 });
      seconds.push((performance.now() - started) / 1000);
      await context.close();
    }
    return [
      atMost(1.5, 's')('phone interactive in Chromium after opening', percentile(seconds, 0.5)),
    ];
  } finally {
    await browser.close();
    await stage.stop();
  }
}

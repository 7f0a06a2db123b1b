import { setClockOffset } from './clock';
import { listenToCloudEvents } from './cloud/events';
import type { HostEvents } from './host';

/** Follows the local cloud: a new build reloads the phone, a moved clock moves it. */
export function followCloud(onEvent: (event: HostEvents['cloudEvent']) => void): void {
  listenToCloudEvents((event) => {
    if (event.type === 'reload') window.location.reload();
    if (event.type === 'clock' && typeof event.offset === 'number') setClockOffset(event.offset);
    onEvent(event);
  });
}

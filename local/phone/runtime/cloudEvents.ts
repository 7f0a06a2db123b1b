import { setClockOffset } from './clock';
import type { HostEvents } from './host';

type CloudEvent = HostEvents['cloudEvent'];

/** Follows the local cloud's stream of events: a new build reloads the phone, a moved clock moves it. */
export function followCloud(onEvent: (event: CloudEvent) => void): void {
  const stream = new EventSource('/__dev/events');
  stream.onmessage = ({ data }) => {
    const event = JSON.parse(String(data)) as CloudEvent;
    if (event.type === 'reload') window.location.reload();
    if (event.type === 'clock' && typeof event.offset === 'number') setClockOffset(event.offset);
    onEvent(event);
  };
}

/** A message of the local cloud's event stream: `clock`, `reload`, `reset` and others. */
export interface CloudEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

const LOCK = 'local-cloud-events';

/**
 * Listens to `/__dev/events`. A browser opens six connections to a host at most, and every event
 * stream holds one for good: the frames of a stage share a single stream. Whoever holds the lock
 * listens for all; when that frame goes away, the next one takes over.
 */
export function listenToCloudEvents(listener: (event: CloudEvent) => void): void {
  const channel = new BroadcastChannel(LOCK);
  channel.addEventListener('message', ({ data }: MessageEvent<CloudEvent>) => listener(data));
  void navigator.locks.request(LOCK, () => {
    const stream = new EventSource('/__dev/events');
    stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as CloudEvent;
      // The others first: our own listener may reload this very page.
      channel.postMessage(event);
      listener(event);
    });
    return new Promise<never>(() => undefined);
  });
}

/** A message of the local cloud's event stream: `clock`, `reload`, `reset` and others. */
export interface CloudEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

const LOCK = 'local-cloud-events';

/**
 * Listens to `/__dev/events`. A browser opens six connections to a host at most, and every event
 * stream holds one for good: all frames and tabs share a single stream. Whoever holds the lock
 * listens for the others; when that frame goes away, the next one takes over.
 */
export function listenToCloudEvents(listener: (event: CloudEvent) => void): void {
  const channel = new BroadcastChannel(LOCK);
  channel.addEventListener('message', ({ data }: MessageEvent<CloudEvent>) => listener(data));
  const tell = (event: CloudEvent): void => {
    // The others first: our own listener may reload this very page.
    channel.postMessage(event);
    listener(event);
  };
  void navigator.locks.request(LOCK, () => {
    const stream = new EventSource('/__dev/events');
    stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
      tell(JSON.parse(data) as CloudEvent);
    });
    // What was said while nobody listened is gone, except where the clock stands.
    stream.addEventListener('open', () => void clockNow().then(tell));
    return new Promise<never>(() => undefined);
  });
}

async function clockNow(): Promise<CloudEvent> {
  const { offset } = (await (await fetch('/__dev/clock')).json()) as { readonly offset: number };
  return { type: 'clock', offset };
}

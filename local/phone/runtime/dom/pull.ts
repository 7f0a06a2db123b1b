/** What happens to a pull at the top of something that scrolls; distances in px. */
export interface PullListener {
  /** Whether a pull may begin now. */
  canStart(): boolean;
  pulling(distance: number): void;
  released(distance: number): void;
}

const MAIN_BUTTON = 1;
/** The content follows a finger at half its way. */
const RESISTANCE = 0.5;

/** Follows fingers or the mouse that pull a scroller down beyond its top. */
export function followPull(scroller: HTMLElement, listener: PullListener): void {
  let from: number | null = null;
  let distance = 0;
  const begin = (y: number) => {
    from = scroller.scrollTop <= 0 && listener.canStart() ? y : null;
    distance = 0;
  };
  const move = (y: number, event: Event) => {
    if (from === null) return;
    distance = Math.max(0, (y - from) * RESISTANCE);
    if (distance === 0) return;
    if (event.cancelable) event.preventDefault();
    listener.pulling(distance);
  };
  const end = () => {
    if (from === null) return;
    from = null;
    if (distance > 0) listener.released(distance);
  };
  const fingerAt = (event: TouchEvent) => event.touches[0]?.clientY ?? 0;
  scroller.addEventListener('touchstart', (event) => begin(fingerAt(event)), { passive: true });
  scroller.addEventListener('touchmove', (event) => move(fingerAt(event), event), {
    passive: false,
  });
  scroller.addEventListener('touchend', end);
  scroller.addEventListener('mousedown', (event) => begin(event.clientY));
  scroller.addEventListener('mousemove', (event) => {
    if (event.buttons === MAIN_BUTTON) move(event.clientY, event);
  });
  scroller.addEventListener('mouseup', end);
}

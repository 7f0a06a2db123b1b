import { Hover } from './hover';

/** A finger or the mouse, in px relative to the page. */
export interface PhoneTouch {
  readonly identifier: number;
  readonly pageX: number;
  readonly pageY: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly force: number;
}

export interface TouchDispatch {
  readonly target: EventTarget | null;
  readonly type: string;
  readonly detail: { readonly x: number; readonly y: number };
  readonly touches: readonly PhoneTouch[];
  readonly changedTouches: readonly PhoneTouch[];
  /** The browser's event while it can still be prevented. */
  readonly source: Event | null;
}

/** What touches and the mouse have in common. */
interface Pointer {
  readonly identifier: number;
  readonly clientX: number;
  readonly clientY: number;
}

interface Finger {
  readonly target: EventTarget | null;
  readonly startX: number;
  readonly startY: number;
  last: Pointer;
  moved: boolean;
  longPress: ReturnType<typeof setTimeout>;
  /** A long press with a listener takes the place of the tap. */
  pressed: boolean;
}

const TAP_DISTANCE = 10;
const LONG_PRESS = 350;
const MOUSE = 0;

/**
 * Turns the browser's touches, or the mouse, into WeChat's: touchstart, touchmove, touchend,
 * touchcancel, tap, longpress, longtap.
 */
export class TouchTranslator {
  readonly #fingers = new Map<number, Finger>();
  readonly #hover = new Hover();
  #hasTouch = false;

  constructor(
    private readonly dispatch: (event: TouchDispatch) => boolean,
    private readonly pageOrigin: () => { readonly x: number; readonly y: number },
  ) {}

  listen(root: HTMLElement): void {
    const options = { capture: true, passive: false };
    root.addEventListener('touchstart', (event) => this.#onTouch(event, 'touchstart'), options);
    root.addEventListener('touchmove', (event) => this.#onTouch(event, 'touchmove'), options);
    root.addEventListener('touchend', (event) => this.#onTouch(event, 'touchend'), options);
    root.addEventListener('touchcancel', (event) => this.#onTouch(event, 'touchcancel'), options);
    root.addEventListener('mousedown', (event) => this.#onMouse(event, 'touchstart'), options);
    document.addEventListener('mousemove', (event) => this.#onMouse(event, 'touchmove'), options);
    document.addEventListener('mouseup', (event) => this.#onMouse(event, 'touchend'), options);
  }

  #onTouch(event: TouchEvent, type: string): void {
    this.#hasTouch = true;
    const changed = [...event.changedTouches];
    if (type === 'touchstart') for (const touch of changed) this.#start(touch, touch.target);
    if (type === 'touchmove') for (const touch of changed) this.#move(touch);
    const first = changed[0];
    if (first) this.#send(type, first.target, changed, event);
    if (type === 'touchend' || type === 'touchcancel') {
      for (const touch of changed) this.#end(touch, type === 'touchcancel');
    }
  }

  #onMouse(event: MouseEvent, type: string): void {
    if (this.#hasTouch || event.button !== 0) return;
    const pointer = { identifier: MOUSE, clientX: event.clientX, clientY: event.clientY };
    if (type === 'touchstart') this.#start(pointer, event.target);
    const finger = this.#fingers.get(MOUSE);
    if (!finger) return;
    if (type === 'touchmove') this.#move(pointer);
    this.#send(type, finger.target, [pointer], null);
    if (type === 'touchend') this.#end(pointer, false);
  }

  #start(pointer: Pointer, target: EventTarget | null): void {
    this.#hover.start(target);
    const finger: Finger = {
      target,
      startX: pointer.clientX,
      startY: pointer.clientY,
      last: pointer,
      moved: false,
      pressed: false,
      longPress: setTimeout(() => this.#longPress(finger), LONG_PRESS),
    };
    this.#fingers.set(pointer.identifier, finger);
  }

  #move(pointer: Pointer): void {
    const finger = this.#fingers.get(pointer.identifier);
    if (!finger) return;
    finger.last = pointer;
    const distance = Math.max(
      Math.abs(pointer.clientX - finger.startX),
      Math.abs(pointer.clientY - finger.startY),
    );
    if (distance <= TAP_DISTANCE) return;
    finger.moved = true;
    clearTimeout(finger.longPress);
    this.#hover.end();
  }

  #end(pointer: Pointer, cancelled: boolean): void {
    const finger = this.#fingers.get(pointer.identifier);
    if (!finger) return;
    this.#fingers.delete(pointer.identifier);
    clearTimeout(finger.longPress);
    setTimeout(() => this.#hover.end(), 70);
    if (cancelled || finger.moved || finger.pressed || isDisabled(finger.target)) return;
    this.#send('tap', finger.target, [pointer], null);
  }

  #longPress(finger: Finger): void {
    if (isDisabled(finger.target)) return;
    const handled = this.#send('longpress', finger.target, [finger.last], null);
    this.#send('longtap', finger.target, [finger.last], null);
    finger.pressed = handled;
  }

  /** True when a listener took the event. */
  #send(
    type: string,
    target: EventTarget | null,
    changed: readonly Pointer[],
    source: Event | null,
  ): boolean {
    const origin = this.pageOrigin();
    const shape = ({ identifier, clientX, clientY }: Pointer): PhoneTouch => {
      const x = clientX - origin.x;
      const y = clientY - origin.y;
      return { identifier, pageX: x, pageY: y, clientX: x, clientY: y, force: 1 };
    };
    const changedTouches = changed.map(shape);
    const ends = type === 'touchend' || type === 'touchcancel';
    const ended = new Set(changedTouches.map(({ identifier }) => identifier));
    const held = [...this.#fingers.values()].map(({ last }) => shape(last));
    const touches = ends
      ? held.filter(({ identifier }) => !ended.has(identifier))
      : held.length > 0
        ? held
        : changedTouches;
    const { pageX = 0, pageY = 0 } = changedTouches[0] ?? {};
    const detail = { x: pageX, y: pageY };
    return this.dispatch({ target, type, detail, touches, changedTouches, source });
  }
}

function isDisabled(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('wx-button[disabled]') !== null;
}

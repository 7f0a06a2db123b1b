import { component as adapter, type glassEasel } from 'glass-easel-miniprogram-adapter';
import { animate, clearAnimation } from './animate';
import { type IntersectionOptions, PhoneIntersectionObserver } from './intersection';
import { MediaQueryObserver } from './mediaQuery';
import { type QueryScreen, SelectorQuery } from './selectorQuery';

interface Instance {
  readonly _$: glassEasel.GeneralComponent;
}

type Methods = Readonly<Record<string, (this: Instance, ...args: never[]) => unknown>>;

/** Gives pages and components the methods of WeChat's instances that the adapter lacks. */
export function extendInstances(screen: QueryScreen): void {
  const prototype = adapter.ComponentCaller.prototype;
  const triggerEvent = prototype.triggerEvent;
  const methods: Methods = {
    createSelectorQuery() {
      return new SelectorQuery(this._$, screen);
    },
    createIntersectionObserver(options: IntersectionOptions = {}) {
      return new PhoneIntersectionObserver(this._$, screen, options);
    },
    createMediaQueryObserver() {
      return new MediaQueryObserver();
    },
    animate(selector: string, frames: readonly object[], duration: number, done?: () => void) {
      animate(this._$, selector, frames as never, { duration, done });
    },
    clearAnimation(selector: string, ...rest: readonly unknown[]) {
      clearAnimation(this._$, selector);
      const done = rest.find((argument) => typeof argument === 'function');
      if (typeof done === 'function') done();
    },
    triggerEvent(name: string, detail: unknown = {}, options: object = {}) {
      return triggerEvent.call(this as never, name, detail, options);
    },
    getPageId() {
      return this._$.is;
    },
    getTabBar() {
      return null;
    },
    setUpdatePerformanceListener() {
      // Nothing to measure: updates are synchronous here.
    },
  };
  Object.assign(prototype, methods);
}

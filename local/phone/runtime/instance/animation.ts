import { transformFunction } from './animate';

interface Options {
  /** ms */
  readonly duration?: number;
  readonly timingFunction?: string;
  readonly delay?: number;
  readonly transformOrigin?: string;
}

/** One `step()`: what changes together, and how. */
interface Step {
  readonly styles: Readonly<Record<string, string>>;
  readonly transforms: readonly string[];
  readonly options: Required<Options>;
}

/** What `export()` gives and the attribute `animation` takes. */
interface ExportedAnimation {
  readonly steps: readonly Step[];
}

const DEFAULTS: Required<Options> = {
  duration: 400,
  timingFunction: 'linear',
  delay: 0,
  transformOrigin: '50% 50% 0',
};
const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'top', 'right', 'bottom', 'left'];
const TRANSFORMS = [
  'rotate',
  'rotateX',
  'rotateY',
  'rotateZ',
  'rotate3d',
  'scale',
  'scaleX',
  'scaleY',
  'scaleZ',
  'scale3d',
  'translate',
  'translateX',
  'translateY',
  'translateZ',
  'translate3d',
  'skew',
  'skewX',
  'skewY',
  'matrix',
  'matrix3d',
];
const UNITLESS = new Set(['opacity', 'backgroundColor']);

type Recorder = Record<string, (...args: readonly unknown[]) => unknown>;

/** wx.createAnimation: records steps; nothing moves before they reach an `animation` attribute. */
export function createAnimation(defaults: Options = {}): Recorder {
  let steps: Step[] = [];
  let styles: Record<string, string> = {};
  let transforms: string[] = [];
  const recorder: Recorder = {};
  for (const name of STYLES) {
    recorder[name] = (value) => {
      styles[name] =
        typeof value === 'number' && !UNITLESS.has(name) ? `${value}px` : String(value);
      return recorder;
    };
  }
  for (const name of TRANSFORMS) {
    recorder[name] = (...args) => {
      transforms.push(transformFunction(name, args));
      return recorder;
    };
  }
  recorder.step = (options) => {
    const merged = { ...DEFAULTS, ...defaults, ...(options as Options | undefined) };
    steps.push({ styles, transforms, options: merged });
    styles = {};
    transforms = [];
    return recorder;
  };
  recorder.export = (): ExportedAnimation => {
    const exported = { steps };
    steps = [];
    return exported;
  };
  return recorder;
}

/** Plays exported steps on an element, one after the other; the last state stays. */
export function playAnimation(element: HTMLElement, exported: unknown): void {
  if (!isExported(exported)) return;
  let startsAt = 0;
  for (const { styles, transforms, options } of exported.steps) {
    const frame: Keyframe = { ...styles, transformOrigin: options.transformOrigin };
    if (transforms.length > 0) frame.transform = transforms.join(' ');
    element.animate([frame], {
      duration: options.duration,
      delay: startsAt + options.delay,
      easing: easing(options.timingFunction),
      fill: 'forwards',
    });
    startsAt += options.duration + options.delay;
  }
}

function isExported(value: unknown): value is ExportedAnimation {
  return (
    typeof value === 'object' && value !== null && 'steps' in value && Array.isArray(value.steps)
  );
}

function easing(name: string): string {
  return name === 'step-start' || name === 'step-end' ? name : name || 'linear';
}

import type { glassEasel } from 'glass-easel-miniprogram-adapter';
import { elementOf } from '../dom/elements';

/** A frame of this.animate: CSS properties, with WeChat's own names for transforms. */
type Frame = Readonly<Record<string, unknown>>;

/** this.animate(selector, frames, duration, callback). */
export function animate(
  component: glassEasel.GeneralComponent,
  selector: string,
  frames: readonly Frame[],
  { duration, done }: { readonly duration: number; readonly done: (() => void) | undefined },
): void {
  const nodes = component.getShadowRoot()?.querySelectorAll(selector) ?? [];
  const animations = nodes.flatMap((node) => {
    const element = elementOf(node);
    return element ? [element.animate(frames.map(keyframe), { duration, fill: 'forwards' })] : [];
  });
  if (done)
    void Promise.all(animations.map(({ finished }) => finished)).then(done, () => undefined);
}

export function clearAnimation(component: glassEasel.GeneralComponent, selector: string): void {
  for (const node of component.getShadowRoot()?.querySelectorAll(selector) ?? []) {
    for (const animation of elementOf(node)?.getAnimations() ?? []) animation.cancel();
  }
}

const ANGLES = new Set(['rotate', 'rotateX', 'rotateY', 'rotateZ', 'skewX', 'skewY']);
const TRANSFORMS = new Set([
  ...ANGLES,
  'translateX',
  'translateY',
  'translateZ',
  'translate',
  'scale',
  'scaleX',
  'scaleY',
  'skew',
]);

function keyframe(frame: Frame): Keyframe {
  const styles: Keyframe = {};
  const transforms: string[] = [];
  for (const [name, value] of Object.entries(frame)) {
    if (name === 'ease') styles.easing = String(value);
    else if (name === 'offset') styles.offset = Number(value);
    else if (TRANSFORMS.has(name))
      transforms.push(transformFunction(name, Array.isArray(value) ? value : [value]));
    else styles[name] = String(value);
  }
  return transforms.length > 0 ? { ...styles, transform: transforms.join(' ') } : styles;
}

/** A CSS transform from WeChat's numbers: lengths in px, angles in degrees. */
export function transformFunction(name: string, args: readonly unknown[]): string {
  const unit =
    ANGLES.has(name) || name === 'skew' ? 'deg' : name.startsWith('translate') ? 'px' : '';
  return `${name}(${args.map((part) => (typeof part === 'number' ? part + unit : part)).join(', ')})`;
}

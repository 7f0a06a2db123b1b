import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { elementOf } from './elements';

/** `event.target` as WeChat gives it: plain data, no node. */
interface PlainTarget {
  readonly id: string;
  readonly dataset: Readonly<Record<string, unknown>>;
  readonly offsetLeft: number;
  readonly offsetTop: number;
}

const nodes = new WeakMap<object, glassEasel.Element>();

/** The node behind a plain target. */
export function nodeOfTarget(target: object): glassEasel.Element | undefined {
  return nodes.get(target);
}

/** Gives events WeChat's shape for all listeners. */
export function shapeEvents(): void {
  glassEasel.Event.prototype.wrapShadowedEvent = function (target, mark, currentTarget) {
    const shaped = Object.create(this) as Record<string, unknown>;
    shaped.target = plainTarget(target);
    shaped.currentTarget = plainTarget(currentTarget);
    shaped.mark = mark ?? {};
    shaped.type = this.type;
    shaped.timeStamp = this.timeStamp;
    shaped.detail = this.detail;
    Object.assign(shaped, this.extraFields);
    return shaped as unknown as ReturnType<typeof this.wrapShadowedEvent>;
  };
}

function plainTarget(target: unknown): PlainTarget {
  // For a component, the listener is given its instance, whose `_$` is the node.
  const node = (target as { _$?: glassEasel.Element })._$ ?? (target as glassEasel.Element);
  const element = elementOf(node);
  const plain: PlainTarget = {
    id: node.id,
    dataset: node.dataset ?? {},
    offsetLeft: element?.offsetLeft ?? 0,
    offsetTop: element?.offsetTop ?? 0,
  };
  nodes.set(plain, node);
  return plain;
}

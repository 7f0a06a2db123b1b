import { glassEasel, MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import { PhoneBackend, type Viewport } from './dom/backend';
import { shapeEvents } from './dom/events';

export type CodeSpace = ReturnType<MiniProgramEnv['createCodeSpace']>;
export type PhoneRoot = ReturnType<ReturnType<MiniProgramEnv['associateBackend']>['createRoot']>;

export const environment = new MiniProgramEnv();

/** Where built-in tags are defined; every mini-program sees them. */
export const builtinSpace = environment.getGlobalCodeSpace();

/** WeChat's component framework, set up for one mini-program. */
export interface Engine {
  readonly codeSpace: CodeSpace;
  createPageRoot(path: string): PhoneRoot;
}

/** Must be called after all built-in tags are defined. */
export function createEngine(
  viewport: Viewport,
  report: (error: unknown, where: string) => void,
): Engine {
  shapeEvents();
  glassEasel.addGlobalErrorListener((error, method, component) => {
    report(error, [method, nameOf(component)].filter(Boolean).join(' of '));
    return false;
  });
  glassEasel.addGlobalWarningListener((message, component) => {
    const name = nameOf(component);
    if (!name.startsWith('miniprogram_npm/')) console.debug(`[phone] ${message} (${name})`);
    return false;
  });
  const codeSpace = environment.createCodeSpace('', true);
  const space = codeSpace.getComponentSpace();
  // Fields on nodes would collide with properties called `dataset` and the like.
  space.updateComponentOptions({ writeIdToDOM: true, writeFieldsToNode: false });
  fireReady(codeSpace);
  const backend = new PhoneBackend(viewport);
  const associated = environment.associateBackend(backend);
  backend.onEvent((target, type, detail, options) => {
    const event = new glassEasel.Event(type, detail, options);
    glassEasel.Event.dispatchEvent(target, event);
    return event.getEventBubbleStatus();
  });
  return {
    codeSpace,
    createPageRoot: (path) => associated.createRoot('page-root', codeSpace, `/${path}`),
  };
}

function nameOf(component: unknown): string {
  if (typeof component === 'string') return component;
  const is = (component as { is?: unknown } | undefined)?.is;
  return typeof is === 'string' ? is : '';
}

/** glass-easel leaves `ready` to its host: it comes after a tree was attached, children first. */
function fireReady(codeSpace: CodeSpace): void {
  let waiting: glassEasel.GeneralComponent[] = [];
  const flush = () => {
    const components = waiting.reverse();
    waiting = [];
    for (const component of components) {
      if (glassEasel.Element.isAttached(component)) component.triggerLifetime('ready', []);
    }
  };
  codeSpace.setOverallBehavior(
    codeSpace.getComponentSpace().defineBehavior({
      lifetimes: {
        attached(this: { readonly _$?: glassEasel.GeneralComponent }) {
          if (waiting.length === 0) queueMicrotask(flush);
          if (this._$) waiting.push(this._$);
        },
      },
    }),
  );
}

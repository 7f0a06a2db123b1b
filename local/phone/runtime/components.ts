import type { ComponentConfig } from '../compiler/config';
import { wechatBehavior } from './builtins/behaviors';
import { withPhoneAttributes } from './dom/attributes';
import type { CodeSpace } from './engine';
import type { Packages } from './packages';
import type { StyleSheets } from './styleSheets';

/** What is handed to Page(), Component() and Behavior(), as far as we look into it. */
export interface Definition {
  readonly behaviors?: readonly unknown[];
  readonly options?: { readonly styleIsolation?: string; readonly addGlobalClass?: boolean };
  readonly pageLifetimes?: object;
  readonly [member: string]: unknown;
}

type Register = (definition: Definition) => unknown;
interface Environment {
  readonly Page: Register;
  readonly Component: { (): unknown; (definition: Definition): unknown };
}

const OUTSIDE = (name: string) => () => {
  throw new Error(`${name}() was called outside the file of a page or component`);
};

/** Runs components' files when they are first needed and registers what they declare. */
export class Components {
  readonly #loaded = new Set<string>();
  readonly #scopes = new Map<string, string>();

  constructor(
    private readonly codeSpace: CodeSpace,
    private readonly packages: Packages,
    private readonly styles: StyleSheets,
    private readonly report: (error: unknown, where: string) => void,
  ) {}

  /** Defines the globals Page, Component and Behavior. */
  install(): void {
    const behavior = (definition?: Definition) =>
      this.codeSpace.componentEnv('', ({ Behavior }) =>
        definition ? Behavior(resolveBehaviors(definition) as never) : Behavior(),
      );
    Object.assign(globalThis, {
      Page: OUTSIDE('Page'),
      Component: OUTSIDE('Component'),
      Behavior: behavior,
    });
  }

  /** Loads a component and all it uses; its package must be here already. */
  load(path: string): void {
    if (this.#loaded.has(path)) return;
    this.#loaded.add(path);
    const part = this.packages.component(path);
    if (!part) throw new Error(`component "${path}" is not in any package that is loaded`);
    const { config } = part;
    for (const use of Object.values(config.usingComponents)) this.load(use.slice(1));
    for (const generic of Object.values(config.componentGenerics ?? {})) {
      if (typeof generic === 'object' && generic.default) this.load(generic.default.slice(1));
    }
    this.codeSpace.addCompiledTemplate(path, {
      groupList: part.templates,
      content: withPhoneAttributes(part.template),
    } as never);
    this.codeSpace.componentEnv(path, (environment) => {
      this.#run(path, part.module, environment as unknown as Environment);
    });
  }

  /** Runs the file with Page and Component bound to its path. */
  #run(path: string, module: (() => unknown) | undefined, { Page, Component }: Environment): void {
    const scope = globalThis as unknown as Record<string, unknown>;
    const outer = { Page: scope.Page, Component: scope.Component };
    let registered = false;
    const register = (kind: Register) => (definition?: Definition) => {
      registered = true;
      if (!definition) return Component();
      this.#prepare(path, definition);
      return kind(resolveBehaviors(definition));
    };
    Object.assign(scope, { Page: register(Page), Component: register(Component) });
    try {
      module?.();
    } catch (error) {
      this.report(error, `loading ${path}`);
    } finally {
      Object.assign(scope, outer);
    }
    if (!registered) this.report(new Error('neither Page() nor Component() was called'), path);
  }

  /** Style isolation decides about class prefixes and may be set in JSON or in the definition. */
  #prepare(path: string, { options }: Definition): void {
    const part = this.packages.component(path);
    if (!part) return;
    const { config, isPage, css } = part;
    const isolation = isolationOf(config, isPage, options);
    const isShared = isolation === 'shared' || isolation === 'page-shared';
    const scope = isShared ? '' : `c${this.#scopes.size.toString(36)}`;
    if (!isShared) this.#scopes.set(path, scope);
    const merged = { ...config, styleIsolation: isolation };
    this.codeSpace.addComponentStaticConfig(path, merged as never);
    this.codeSpace.addStyleSheet(path, undefined, scope === '' ? undefined : scope);
    if (isPage) this.styles.addPage(path, css, scope);
    else this.styles.add(path, css, scope);
  }
}

function isolationOf(
  config: ComponentConfig,
  isPage: boolean,
  options: Definition['options'],
): string {
  const declared = config.styleIsolation ?? options?.styleIsolation;
  if (declared) return declared;
  if (options?.addGlobalClass) return 'apply-shared';
  return isPage ? 'shared' : 'isolated';
}

/** `wx://form-field` and its kind are names on a phone, behaviors here. */
export function resolveBehaviors(definition: Definition): Definition {
  if (!definition.behaviors) return definition;
  const behaviors = definition.behaviors.map((behavior) =>
    typeof behavior === 'string' ? wechatBehavior(behavior) : behavior,
  );
  return { ...definition, behaviors };
}

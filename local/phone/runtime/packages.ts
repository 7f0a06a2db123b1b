import type { ComponentConfig } from '../compiler/config';
import type {
  AppManifest,
  CompiledTemplate,
  PackageManifest,
  PackageModule,
  PackageView,
} from './manifest';

/** Everything about one component that came with its package. */
export interface ComponentPart {
  readonly config: ComponentConfig;
  readonly isPage: boolean;
  readonly css: string;
  readonly template: CompiledTemplate;
  readonly templates: Readonly<Record<string, CompiledTemplate>>;
  readonly module: (() => unknown) | undefined;
}

interface LoadedPackage {
  readonly view: PackageView;
  readonly module: PackageModule;
}

/** The main package and the subpackages that were needed so far. */
export class Packages {
  readonly #views = new Map<string, PackageView>();
  readonly #loaded = new Map<string, LoadedPackage>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #pages: ReadonlyMap<string, PackageManifest>;

  constructor(
    manifest: AppManifest,
    /** Called with each package once its parts are here. */
    private readonly onLoaded: (view: PackageView) => void,
  ) {
    this.#pages = new Map(
      manifest.packages.flatMap((pack) => pack.pages.map((page) => [page, pack] as const)),
    );
  }

  hasPage(path: string): boolean {
    return this.#pages.has(path);
  }

  /** A package's view script calls this when it runs. */
  addView(view: PackageView): void {
    this.#views.set(view.name, view);
  }

  addModule(name: string, module: PackageModule): void {
    const view = this.#views.get(name);
    if (!view) throw new Error(`package "${name}" has no view`);
    this.#loaded.set(name, { view, module });
    this.onLoaded(view);
  }

  /** Loads the package of a page. */
  async loadFor(page: string): Promise<void> {
    const pack = this.#pages.get(page);
    if (!pack || this.#loaded.has(pack.name)) return;
    const known = this.#loading.get(pack.name);
    if (known) return known;
    const loading = this.#load(pack).finally(() => this.#loading.delete(pack.name));
    this.#loading.set(pack.name, loading);
    return loading;
  }

  /** Loads packages by name ahead of need; what fails now is tried again when it is needed. */
  async preload(names: readonly string[]): Promise<void> {
    const wanted = [...new Set(this.#pages.values())].filter(({ name }) => names.includes(name));
    const pages = wanted.flatMap(({ pages: [first] }) => (first === undefined ? [] : [first]));
    await Promise.allSettled(pages.map((page) => this.loadFor(page)));
  }

  component(path: string): ComponentPart | null {
    for (const { view, module } of this.#loaded.values()) {
      const config = view.components[path];
      if (!config) continue;
      const template = view.templates[path];
      if (!template) throw new Error(`${path}.wxml is not compiled`);
      return {
        config,
        isPage: this.#pages.has(path),
        css: view.styles[path] ?? '',
        template,
        templates: view.templates,
        module: module.modules[path],
      };
    }
    return null;
  }

  async #load({ name, view, script }: PackageManifest): Promise<void> {
    const [module] = await Promise.all([
      import(script) as Promise<PackageModule>,
      loadScript(view),
    ]);
    this.addModule(name, module);
  }
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${url} could not be loaded`));
    document.head.append(script);
  });
}

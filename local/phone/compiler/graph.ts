import path from 'node:path';
import { styleConflicts, unsupportedFields } from './appChecks';
import type { AppConfig, ComponentConfig, GenericConfig, ThemeVariables } from './config';
import { packageOf } from './packages';
import type { Problem } from './problems';
import type { Sources } from './sources';

export interface ComponentSource {
  /** `pages/a/a`, or `miniprogram_npm/<package>/…`. */
  readonly path: string;
  /** The same as a file, without extension. */
  readonly file: string;
  readonly script: string | null;
  readonly isPage: boolean;
  readonly config: ComponentConfig;
}

/** The main package (name `main`, root empty) or a subpackage. */
export interface PackageSource {
  readonly name: string;
  readonly root: string;
  readonly pages: readonly string[];
  readonly components: readonly ComponentSource[];
}

export interface Project {
  readonly app: AppConfig;
  readonly appScript: string;
  readonly theme: ThemeVariables | null;
  readonly components: ReadonlyMap<string, ComponentSource>;
  readonly packages: readonly PackageSource[];
}

/** Where a project lies: `projectRoot` has node_modules and tsconfig. */
export interface Places {
  readonly miniprogramRoot: string;
  readonly projectRoot: string;
}

const NPM = 'miniprogram_npm/';

/** Follows app.json and every `usingComponents` from page to component. */
export class GraphScan {
  readonly #components = new Map<string, ComponentSource>();
  /** Package names that reach a component. */
  readonly #reachedBy = new Map<string, Set<string>>();

  constructor(
    private readonly places: Places,
    private readonly sources: Sources,
    private readonly report: (problem: Problem) => void,
  ) {}

  scan(): Project {
    const file = path.join(this.places.miniprogramRoot, 'app.json');
    const app = this.#json(file) as AppConfig | null;
    if (!app) return this.#empty();
    for (const problem of unsupportedFields(app, file)) this.report(problem);
    const roots = [...(app.subPackages ?? app.subpackages ?? [])].map((sub) => ({
      name: sub.name ?? sub.root.replace(/\/$/, ''),
      root: `${normal(sub.root).replace(/\/$/, '')}/`,
      pages: sub.pages.map((page) => normal(path.posix.join(sub.root, page))),
    }));
    const packages = [{ name: 'main', root: '', pages: app.pages.map(normal) }, ...roots];
    const global = this.#resolveAll(app.usingComponents, 'app');
    for (const { name, pages } of packages) {
      for (const page of pages) this.#visit(page, name, { isPage: true, global });
    }
    for (const used of Object.values(global)) {
      this.#visit(used.slice(1), 'main', { isPage: false, global });
    }
    const used = this.#components.keys();
    for (const problem of styleConflicts(app, used, file)) this.report(problem);
    return {
      app,
      appScript: this.#scriptOf(path.join(this.places.miniprogramRoot, 'app')) ?? '',
      theme: this.#theme(app),
      components: this.#components,
      packages: packages.map((entry) => ({
        ...entry,
        components: [...this.#components.values()].filter(
          ({ path: at }) =>
            packageOf(at, packages, this.#reachedBy.get(at) ?? new Set()) === entry.name,
        ),
      })),
    };
  }

  #empty(): Project {
    const app: AppConfig = { pages: [] };
    return { app, appScript: '', theme: null, components: this.#components, packages: [] };
  }

  #visit(
    at: string,
    packageName: string,
    as: { readonly isPage: boolean; readonly global: Readonly<Record<string, string>> },
  ): void {
    const reachedBy = this.#reachedBy.get(at) ?? new Set();
    if (reachedBy.has(packageName)) return;
    reachedBy.add(packageName);
    this.#reachedBy.set(at, reachedBy);
    const component = this.#components.get(at) ?? this.#load(at, as);
    this.#components.set(at, component);
    const uses = Object.values(component.config.usingComponents);
    const defaults = Object.values(component.config.componentGenerics ?? {}).flatMap((generic) =>
      typeof generic === 'object' && generic.default ? [generic.default] : [],
    );
    for (const use of [...uses, ...defaults]) {
      this.#visit(use.slice(1), packageName, { ...as, isPage: false });
    }
  }

  #load(
    at: string,
    { isPage, global }: { isPage: boolean; global: Readonly<Record<string, string>> },
  ): ComponentSource {
    const file = this.#fileOf(at);
    const json = this.sources.exists(`${file}.json`) ? this.#json(`${file}.json`) : {};
    const script = this.#scriptOf(file);
    if (script === null) {
      const text = isPage ? `page "${at}" is in app.json but has no .ts or .js` : 'no .ts or .js';
      this.report({ level: 'error', file: `${file}.ts`, text });
    }
    const declared = (json ?? {}) as Partial<ComponentConfig>;
    const generics = this.#generics(declared.componentGenerics, at);
    const config: ComponentConfig = {
      ...declared,
      component: declared.component === true,
      usingComponents: { ...global, ...this.#resolveAll(declared.usingComponents, at) },
      ...(generics ? { componentGenerics: generics } : {}),
    };
    return { path: at, file, script, isPage, config };
  }

  #generics(
    declared: Readonly<Record<string, GenericConfig>> | undefined,
    from: string,
  ): Record<string, GenericConfig> | null {
    if (!declared) return null;
    return Object.fromEntries(
      Object.entries(declared).map(([name, generic]) => [
        name,
        typeof generic === 'object' && generic.default
          ? { default: this.#resolve(generic.default, from) }
          : generic,
      ]),
    );
  }

  #resolveAll(
    uses: Readonly<Record<string, string>> | undefined,
    from: string,
  ): Record<string, string> {
    return Object.fromEntries(
      Object.entries(uses ?? {}).map(([tag, use]) => [tag, this.#resolve(use, from)]),
    );
  }

  /** WeChat's order: absolute, relative to the file, then npm. */
  #resolve(use: string, from: string): string {
    const relative = normal(path.posix.join(path.posix.dirname(from), use));
    const candidates = use.startsWith('/')
      ? [normal(use)]
      : use.startsWith('.')
        ? [relative, `${relative}/index`]
        : [relative, `${NPM}${use}`, `${NPM}${use}/index`];
    const found = candidates.find((at) => this.sources.exists(`${this.#fileOf(at)}.json`));
    if (found === undefined) {
      const file = path.join(this.places.miniprogramRoot, `${from}.json`);
      this.report({ level: 'error', file, text: `component "${use}" is not found` });
    }
    return `/${found ?? relative}`;
  }

  #fileOf(at: string): string {
    return fileOf(at, this.places, this.sources);
  }

  #scriptOf(file: string): string | null {
    return [`${file}.ts`, `${file}.js`].find((script) => this.sources.exists(script)) ?? null;
  }

  #theme(app: AppConfig): ThemeVariables | null {
    if (!app.themeLocation) return null;
    const file = path.join(this.places.miniprogramRoot, app.themeLocation);
    return this.#json(file) as ThemeVariables | null;
  }

  #json(file: string): unknown {
    try {
      return JSON.parse(this.sources.read(file));
    } catch (error) {
      this.report({
        level: 'error',
        file,
        text: error instanceof Error ? error.message : `${error}`,
      });
      return null;
    }
  }
}

/** The file (without extension) of a path in the mini-program or in an npm package. */
export function fileOf(at: string, places: Places, sources: Sources): string {
  if (!at.startsWith(NPM)) return path.join(places.miniprogramRoot, at);
  const parts = at.slice(NPM.length).split('/');
  const name = parts.splice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/');
  const folder = path.join(places.projectRoot, 'node_modules', name);
  const manifest = path.join(folder, 'package.json');
  if (!sources.exists(manifest)) return path.join(folder, ...parts);
  const { miniprogram } = JSON.parse(sources.read(manifest)) as { miniprogram?: string };
  return path.join(folder, miniprogram ?? 'miniprogram_dist', ...parts);
}

/** `/a/./b` → `a/b`. */
export function normal(at: string): string {
  return path.posix.normalize(at).replace(/^\/+/, '');
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { BuildError } from './project';

/** The parts of app.json, page and component json that decide what exists. */
export interface AppJson {
  readonly pages?: readonly string[];
  readonly subPackages?: readonly Subpackage[];
  readonly subpackages?: readonly Subpackage[];
  readonly usingComponents?: Readonly<Record<string, string>>;
  readonly tabBar?: {
    readonly custom?: boolean;
    readonly list?: readonly {
      readonly pagePath: string;
      readonly text?: string;
      readonly iconPath?: string;
      readonly selectedIconPath?: string;
    }[];
  };
  readonly preloadRule?: Readonly<Record<string, { readonly packages?: readonly string[] }>>;
  readonly sitemapLocation?: string;
  readonly themeLocation?: string;
}

export interface Subpackage {
  readonly root: string;
  readonly name?: string;
  readonly independent?: boolean;
  readonly pages: readonly string[];
}

export interface UnitJson {
  readonly component?: boolean;
  readonly usingComponents?: Readonly<Record<string, string>>;
  readonly componentPlaceholder?: Readonly<Record<string, string>>;
  readonly componentGenerics?: Readonly<Record<string, boolean | { readonly default?: string }>>;
}

/** A page or a component: `pages/me/me`, or `tdesign-miniprogram/button/button` of npm. */
export interface Unit {
  readonly path: string;
  readonly npm: boolean;
  readonly page: boolean;
  /** Component name → the unit it stands for. */
  readonly uses: Readonly<Record<string, string>>;
  /** Default components of its `componentGenerics`. */
  readonly generics: Readonly<Record<string, string>>;
  /** Subpackage roots that need it; `''` is the main package. */
  readonly packages: Set<string>;
}

export interface AppGraph {
  readonly app: AppJson;
  /** Components that app.json gives to every page. */
  readonly everywhere: Readonly<Record<string, string>>;
  readonly units: ReadonlyMap<string, Unit>;
  readonly subpackageRoots: readonly string[];
}

export interface Sources {
  /** Folder with app.json. */
  readonly source: string;
  readonly nodeModules: string;
}

/** The subpackage root that a path lies in, `''` for the main package. */
export function packageOf(path: string, roots: readonly string[]): string {
  return roots.find((root) => path.startsWith(`${root}/`)) ?? '';
}

/** Follows pages and `usingComponents` from app.json to everything that is used. */
export async function readAppGraph(sources: Sources): Promise<AppGraph> {
  const app = await readJson<AppJson>(join(sources.source, 'app.json'));
  const subpackages = app.subPackages ?? app.subpackages ?? [];
  const roots = subpackages.map((subpackage) => subpackage.root.replace(/^\/|\/$/g, ''));
  const pages = [
    ...(app.pages ?? []),
    ...subpackages.flatMap((subpackage, index) =>
      subpackage.pages.map((page) => `${roots[index]}/${page}`),
    ),
  ];
  const units = new Map<string, Unit>();
  const visit = async (path: string, forPackage: string): Promise<void> => {
    const known = units.get(path);
    if (known?.packages.has(forPackage)) return;
    const unit = known ?? (await readUnit(path, pages.includes(path), sources));
    unit.packages.add(forPackage);
    units.set(path, unit);
    for (const used of [...Object.values(unit.uses), ...Object.values(unit.generics)]) {
      await visit(used, isNpm(used, sources) ? forPackage : packageOf(used, roots));
    }
  };
  const everywhere = resolveAll(app.usingComponents ?? {}, 'app', sources);
  for (const path of Object.values(everywhere)) await visit(path, '');
  if (app.tabBar?.custom) await visit('custom-tab-bar/index', '');
  for (const page of pages) await visit(page, packageOf(page, roots));
  return { app, everywhere, units, subpackageRoots: roots };
}

async function readUnit(path: string, page: boolean, sources: Sources): Promise<Unit> {
  const file = `${fileOf(path, sources)}.json`;
  const json = page && !existsSync(file) ? {} : await readJson<UnitJson>(file);
  const defaults = Object.entries(json.componentGenerics ?? {}).flatMap(([name, generic]) =>
    typeof generic === 'object' && generic.default ? [[name, generic.default] as const] : [],
  );
  return {
    path,
    npm: isNpm(path, sources),
    page,
    uses: resolveAll(json.usingComponents ?? {}, path, sources),
    generics: resolveAll(Object.fromEntries(defaults), path, sources),
    packages: new Set(),
  };
}

function resolveAll(using: Readonly<Record<string, string>>, from: string, sources: Sources) {
  return Object.fromEntries(
    Object.entries(using).map(([name, value]) => [name, resolveComponent(value, from, sources)]),
  );
}

/** WeChat's order: an absolute path, a path relative to the file, then the name of an npm package. */
export function resolveComponent(value: string, from: string, sources: Sources): string {
  const relative = value.startsWith('/')
    ? value.slice(1)
    : posix.join(posix.dirname(from), value).replace(/^\.\//, '');
  const candidates = [relative, `${relative}/index`];
  if (!/^[./]/.test(value)) candidates.push(value, `${value}/index`);
  const found = candidates.find((path) => existsSync(`${fileOf(path, sources)}.json`));
  if (!found) throw new BuildError(`${from}.json: component "${value}" does not exist`);
  return found;
}

/** The file of a unit without its extension, in the sources or in the npm package's own build. */
export function fileOf(path: string, sources: Sources): string {
  const own = join(sources.source, path);
  if (existsSync(`${own}.json`) || !isNpm(path, sources)) return own;
  const [name = '', ...rest] = path.split('/');
  return join(sources.nodeModules, name, 'miniprogram_dist', ...rest);
}

function isNpm(path: string, sources: Sources): boolean {
  const [name = ''] = path.split('/');
  return (
    !existsSync(join(sources.source, name)) &&
    existsSync(join(sources.nodeModules, name, 'miniprogram_dist'))
  );
}

/** Parses a JSON file, naming it when it is wrong. */
export async function readJson<T>(path: string): Promise<T> {
  if (!existsSync(path)) throw new BuildError(`${path} is missing`);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    throw new BuildError(`${path}: ${(error as Error).message}`);
  }
}

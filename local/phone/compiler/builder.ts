import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtinTemplates } from '../runtime/builtins/templates';
import type { AppManifest, PackageManifest } from '../runtime/manifest';
import { type Asset, asset, assetUrl, JAVASCRIPT, JSON_TYPE } from './assets';
import { GraphScan, type PackageSource, type Places, type Project } from './graph';
import { TDesignIcons } from './icons';
import { Mentions } from './mentions';
import type { BuildReport, Problem } from './problems';
import { RuntimeBundle } from './runtimeBundle';
import { ScriptCompiler, type Scripts } from './scripts';
import { Sources } from './sources';
import { StyleCompiler } from './styles';
import { checkTags } from './tagCheck';
import { TemplateCompiler } from './templates';
import { viewScript } from './view';

export interface BuildOutput {
  readonly report: BuildReport;
  readonly manifest: AppManifest;
  readonly assets: ReadonlyMap<string, Asset>;
  /** Assets a phone needs at its start, for preloading. */
  readonly preload: readonly string[];
}

const BUILTIN_TAGS = new Set(Object.keys(builtinTemplates));
const BUILTINS = Object.fromEntries(
  Object.entries(builtinTemplates).map(([tag, template]) => [`__builtin/${tag}`, template]),
);

/** Compiles one mini-program; every build after the first one redoes only what changed. */
export class PhoneCompiler {
  readonly #sources = new Sources();
  readonly #mentions = new Mentions(this.#sources);
  readonly #runtime = new RuntimeBundle(this.#sources);
  readonly icons: TDesignIcons;
  readonly #templates: TemplateCompiler;
  readonly #styles: StyleCompiler;
  readonly #scripts: ScriptCompiler;
  #problems: Problem[] = [];
  #scriptInputs: readonly string[] = [];
  readonly #written = new Map<string, string>();

  constructor(
    private readonly places: Places,
    private readonly outDir: string,
  ) {
    const report = (problem: Problem) => void this.#problems.push(problem);
    this.icons = new TDesignIcons(places.projectRoot, (name) => this.#mentions.has(name));
    this.#templates = new TemplateCompiler(places, this.#sources, BUILTINS);
    this.#styles = new StyleCompiler(places.miniprogramRoot, this.#sources, this.icons, report);
    this.#scripts = new ScriptCompiler(places, this.#sources, outDir);
  }

  async build(): Promise<BuildOutput> {
    const started = performance.now();
    this.#problems = [];
    this.#sources.startBuild();
    const scan = new GraphScan(this.places, this.#sources, (p) => void this.#problems.push(p));
    const project = scan.scan();
    const graphDone = performance.now();
    const [scripts, runtime] = await Promise.all([
      this.#scripts.compile(project),
      this.#runtime.build(),
    ]);
    this.#problems.push(...scripts.problems);
    if (scripts.inputs.length > 0) this.#scriptInputs = scripts.inputs;
    const scriptsDone = performance.now();
    this.#mentions.update(project.components.values(), this.#scriptInputs);
    const views = this.#views(project);
    const total = performance.now() - started;
    const assets = new Map([...runtime, ...views.assets, ...scriptAssets(scripts)]);
    await this.#write(assets);
    const manifest = manifestOf(project, scripts, assets);
    const report: BuildReport = {
      ok: this.#problems.every(({ level }) => level !== 'error'),
      problems: this.#problems,
      components: project.components.size,
      milliseconds: {
        graph: graphDone - started,
        scripts: scriptsDone - graphDone,
        ...views.milliseconds,
        total,
      },
    };
    return { report, manifest, assets, preload: preloadOf(scripts, assets) };
  }

  /** Folders whose files went into the build; node_modules left out. */
  watchedFolders(): ReadonlySet<string> {
    const files = [...this.#sources.seen().keys(), ...this.#scriptInputs];
    const folders = files.filter((file) => !file.includes('node_modules')).map(path.dirname);
    return new Set([this.places.miniprogramRoot, ...folders]);
  }

  stop(): Promise<void> {
    return this.#scripts.stop();
  }

  #views(project: Project) {
    const assets = new Map<string, Asset>();
    let templatesTime = 0;
    const started = performance.now();
    for (const pack of project.packages) {
      const before = performance.now();
      const templates = this.#templates.compile(pack);
      templatesTime += performance.now() - before;
      const tags = checkTags(pack.components, templates, BUILTIN_TAGS);
      this.#problems.push(...templates.problems, ...tags.problems);
      const script = viewScript(pack, templates.code, this.#stylesOf(pack), tags.missing);
      assets.set(`${fileName(pack.name)}.view.js`, asset(script, JAVASCRIPT));
    }
    const styles = performance.now() - started - templatesTime;
    return { assets, milliseconds: { templates: templatesTime, styles } };
  }

  #stylesOf(pack: PackageSource): Record<string, string> {
    const styles: Record<string, string> = {};
    if (pack.name === 'main') {
      styles.app = this.#styles.compile(path.join(this.places.miniprogramRoot, 'app.wxss'));
    }
    for (const component of pack.components) {
      styles[component.path] = this.#styles.compile(`${component.file}.wxss`);
    }
    return styles;
  }

  async #write(assets: ReadonlyMap<string, Asset>): Promise<void> {
    const changed = [...assets].filter(([name, { hash }]) => this.#written.get(name) !== hash);
    if (changed.length === 0) return;
    await mkdir(this.outDir, { recursive: true });
    await Promise.all(
      changed.map(async ([name, { body, hash }]) => {
        await writeFile(path.join(this.outDir, name), body);
        this.#written.set(name, hash);
      }),
    );
  }
}

function fileName(packageName: string): string {
  return packageName.replaceAll('/', '-');
}

function scriptAssets({ files }: Scripts): Map<string, Asset> {
  return new Map(
    [...files].map(([name, text]) => [
      name,
      asset(text, name.endsWith('.map') ? JSON_TYPE : JAVASCRIPT),
    ]),
  );
}

function manifestOf(
  project: Project,
  scripts: Scripts,
  assets: ReadonlyMap<string, Asset>,
): AppManifest {
  const url = (name: string) => {
    const found = assets.get(name);
    return found ? assetUrl(name, found) : '';
  };
  const packages = project.packages.map(({ name, root, pages }): PackageManifest => {
    const script = scripts.packages.get(name)?.entry ?? '';
    return { name, root, pages, view: url(`${fileName(name)}.view.js`), script: url(script) };
  });
  return { app: project.app, theme: project.theme, packages };
}

function preloadOf(scripts: Scripts, assets: ReadonlyMap<string, Asset>): readonly string[] {
  const main = scripts.packages.get('main');
  const entry = main ? assets.get(main.entry) : undefined;
  if (!main || !entry) return [];
  return [assetUrl(main.entry, entry), ...main.chunks.map((chunk) => `/phone-assets/${chunk}`)];
}

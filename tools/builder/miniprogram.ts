import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AppGraph, fileOf, readAppGraph, readJson, type UnitJson } from './appGraph';
import { filesBelow, writeInto } from './files';
import { iconsIn, inlineIcons } from './icons';
import { npmTarget, unitTarget } from './placement';
import { entryScripts, type Folders, libraryTarget, npmPath, type Plan, planFiles } from './plan';
import { BuildError, projectRoot } from './project';
import { emitPackage, emitScripts, readScripts, type ScriptGraph } from './scripts';
import { unlessBuilt } from './stamp';

export interface BuiltMiniprogram {
  readonly pages: number;
  readonly components: number;
  readonly files: number;
}

/** What is not code but travels. */
const pictures = /\.(png|jpe?g|gif|svg|webp)$/;

/**
 * Writes what WeChat's tools are pointed at: JavaScript file by file, templates, styles, only the
 * TDesign components and icons in use, in the package that uses them. Does nothing when the
 * sources have not changed; throws BuildError for what does not fit together.
 */
export async function buildMiniprogram(options: Partial<Folders> = {}): Promise<BuiltMiniprogram> {
  const folders: Folders = {
    source: options.source ?? join(projectRoot, 'miniprogram'),
    shared: options.shared ?? join(projectRoot, 'shared'),
    out: options.out ?? join(projectRoot, 'dist/miniprogram'),
    nodeModules: options.nodeModules ?? join(projectRoot, 'node_modules'),
  };
  return unlessBuilt(folders.out, [folders.source, folders.shared], async () => {
    const graph = await readAppGraph(folders);
    const scripts = await readScripts(entryScripts(graph, folders), folders);
    const plan = await planFiles(graph, scripts, folders);
    await rm(folders.out, { recursive: true, force: true });
    await Promise.all([
      writeOwnScripts({ plan, graph, scripts, folders }),
      writeLibraryScripts({ plan, graph, scripts, folders }),
      writeTexts(plan, folders),
      writeDescriptions(graph, folders),
      copyAssets(graph, folders),
    ]);
    const units = [...graph.units.values()];
    return {
      pages: units.filter((unit) => unit.page).length,
      components: units.filter((unit) => !unit.page).length,
      files: (await filesBelow(folders.out)).length,
    };
  });
}

interface Work {
  readonly plan: Plan;
  readonly graph: AppGraph;
  readonly scripts: ScriptGraph;
  readonly folders: Folders;
}

async function writeOwnScripts({ plan, graph, scripts, folders }: Work): Promise<void> {
  const packages = new Map<string, string>();
  await emitScripts({
    out: folders.out,
    targets: plan.ownScripts,
    minify: false,
    resolve(importer, specifier) {
      const used = scripts.get(importer)?.get(specifier);
      if (!used) throw new BuildError(`${importer}: "${specifier}" does not exist`);
      if ('file' in used) {
        const own = plan.ownScripts.get(used.file);
        return own ?? libraryTarget(plan, graph, importer, used.file);
      }
      const target = npmTarget('', `${used.npm}/index.js`);
      packages.set(used.npm, target);
      return target;
    },
  });
  const emitted = [...packages].map(([name, target]) =>
    emitPackage(name, join(folders.out, target), folders),
  );
  await Promise.all(emitted);
}

async function writeLibraryScripts({ plan, scripts, folders }: Work): Promise<void> {
  for (const targets of plan.libraryScripts.values()) {
    await emitScripts({
      out: folders.out,
      targets,
      minify: true,
      resolve(importer, specifier) {
        const used = scripts.get(importer)?.get(specifier);
        const target = used && 'file' in used ? targets.get(used.file) : undefined;
        if (!target) throw new BuildError(`${importer}: "${specifier}" does not exist`);
        return target;
      },
    });
  }
}

async function writeTexts(plan: Plan, folders: Folders): Promise<void> {
  for (const [file, targets] of plan.texts) {
    const isIcons = npmPath(file, folders) === 'tdesign-miniprogram/icon/icon.wxss';
    const text = isIcons ? await iconStyles(file, plan, folders) : await readFile(file, 'utf8');
    for (const target of targets) await writeInto(join(folders.out, target), text);
  }
}

async function iconStyles(file: string, plan: Plan, folders: Folders): Promise<string> {
  const folder = join(folders.nodeModules, 'tdesign-icons-svg/src');
  const scripts = [plan.ownScripts, ...plan.libraryScripts.values()].flatMap((files) => [
    ...files.keys(),
  ]);
  const sources = [...plan.texts.keys(), ...scripts].filter((path) => !path.endsWith('.wxss'));
  const texts = await Promise.all(sources.map((path) => readFile(path, 'utf8')));
  return inlineIcons(await readFile(file, 'utf8'), iconsIn(texts, folder), folder);
}

/** app.json, page and component json, with component references made absolute. */
async function writeDescriptions(graph: AppGraph, folders: Folders): Promise<void> {
  const absolute = (path: string) => `/${unitTarget(path, graph)}`;
  const resolved = (using: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(using).map(([name, path]) => [name, absolute(path)]));
  const write = (path: string, json: unknown) =>
    writeInto(join(folders.out, path), `${JSON.stringify(json, null, 2)}\n`);

  const { usingComponents, ...app } = graph.app;
  const everywhere = usingComponents ? { usingComponents: resolved(graph.everywhere) } : {};
  await write('app.json', { ...app, ...everywhere });
  for (const unit of graph.units.values()) {
    const file = `${fileOf(unit.path, folders)}.json`;
    const json: UnitJson = existsSync(file) ? await readJson<UnitJson>(file) : {};
    await write(`${unitTarget(unit.path, graph)}.json`, {
      ...json,
      ...(json.usingComponents && { usingComponents: resolved(unit.uses) }),
      ...(json.componentGenerics && {
        componentGenerics: { ...json.componentGenerics, ...defaults(unit.generics, absolute) },
      }),
    });
  }
}

function defaults(generics: Readonly<Record<string, string>>, absolute: (path: string) => string) {
  return Object.fromEntries(
    Object.entries(generics).map(([name, path]) => [name, { default: absolute(path) }]),
  );
}

async function copyAssets(graph: AppGraph, folders: Folders): Promise<void> {
  const named = [graph.app.sitemapLocation, graph.app.themeLocation];
  const files = (await filesBelow(folders.source)).filter(
    (path) => pictures.test(path) || named.includes(path),
  );
  for (const path of files) {
    await mkdir(dirname(join(folders.out, path)), { recursive: true });
    await copyFile(join(folders.source, path), join(folders.out, path));
  }
}

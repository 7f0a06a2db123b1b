import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type AppGraph, fileOf, packageOf } from './appGraph';
import { npmTarget, placeOf } from './placement';
import { BuildError } from './project';
import { referencedFiles } from './references';
import { type ScriptGraph, scriptClosure } from './scripts';

/** The folders of a mini-program build, absolute. */
export interface Folders {
  readonly source: string;
  readonly shared: string;
  readonly out: string;
  readonly nodeModules: string;
}

/** Which file goes where: source file → path below the output folder. */
export interface Plan {
  /** TypeScript of the product and of `@shared`. */
  readonly ownScripts: Map<string, string>;
  /** Per package: scripts of component libraries. */
  readonly libraryScripts: Map<string, Map<string, string>>;
  /** Templates, styles and wxs; a library's may be copied to several packages. */
  readonly texts: Map<string, Set<string>>;
}

/** The scripts that app.json leads to. */
export function entryScripts(graph: AppGraph, folders: Folders): string[] {
  const units = [...graph.units.values()].map((unit) => scriptOf(fileOf(unit.path, folders)));
  return [scriptOf(join(folders.source, 'app')), ...units];
}

function scriptOf(base: string): string {
  const found = ['.ts', '.js']
    .map((extension) => base + extension)
    .find((path) => existsSync(path));
  if (!found) throw new BuildError(`${base}.ts is missing`);
  return found;
}

/** Decides for every file in use where it stands in the built mini-program. */
export async function planFiles(
  graph: AppGraph,
  scripts: ScriptGraph,
  folders: Folders,
): Promise<Plan> {
  const plan: Plan = { ownScripts: new Map(), libraryScripts: new Map(), texts: new Map() };
  const addTexts = async (file: string, place: string) => {
    if (!existsSync(file)) return;
    for (const text of await referencedFiles(file, folders.source)) {
      const targets = plan.texts.get(text) ?? new Set();
      plan.texts.set(text, targets.add(textTarget(text, place, folders)));
    }
  };
  for (const file of scripts.keys()) {
    if (npmPath(file, folders)) continue;
    const target = ownTarget(file, folders);
    plan.ownScripts.set(file, target);
    const place = packageOf(target, graph.subpackageRoots);
    for (const used of scripts.get(file)?.values() ?? []) {
      if ('file' in used && npmPath(used.file, folders)) {
        addLibraryScripts(plan, scriptClosure(used.file, scripts), place, folders);
      }
    }
  }
  await addTexts(join(folders.source, 'app.wxss'), '');
  for (const unit of graph.units.values()) {
    const base = fileOf(unit.path, folders);
    const place = unit.npm ? placeOf(unit) : '';
    if (unit.npm) {
      addLibraryScripts(plan, scriptClosure(scriptOf(base), scripts), place, folders);
    }
    if (!existsSync(`${base}.wxml`)) throw new BuildError(`${base}.wxml is missing`);
    await addTexts(`${base}.wxml`, place);
    await addTexts(`${base}.wxss`, place);
  }
  return plan;
}

function addLibraryScripts(plan: Plan, files: Iterable<string>, place: string, folders: Folders) {
  const placed = plan.libraryScripts.get(place) ?? new Map<string, string>();
  plan.libraryScripts.set(place, placed);
  for (const file of files) placed.set(file, npmTarget(place, npmPath(file, folders) ?? file));
}

/** `tdesign-miniprogram/button/button.js`, or null for a file of the product. */
export function npmPath(file: string, { nodeModules }: Folders): string | null {
  const path = relative(nodeModules, file).split(sep).join('/');
  return path.startsWith('..') ? null : path.replace('/miniprogram_dist/', '/');
}

function ownTarget(file: string, { source, shared }: Folders): string {
  const inShared = relative(shared, file);
  const path = inShared.startsWith('..') ? relative(source, file) : join('shared', inShared);
  if (path.startsWith('..')) throw new BuildError(`${file} is outside of the mini-program`);
  return path.split(sep).join('/').replace(/\.ts$/, '.js');
}

function textTarget(file: string, place: string, folders: Folders): string {
  const npm = npmPath(file, folders);
  return npm ? npmTarget(place, npm) : relative(folders.source, file).split(sep).join('/');
}

/** The copy of a library's script in the package of the product's file that imports it. */
export function libraryTarget(plan: Plan, graph: AppGraph, importer: string, file: string): string {
  const place = packageOf(plan.ownScripts.get(importer) ?? '', graph.subpackageRoots);
  const target = plan.libraryScripts.get(place)?.get(file);
  if (!target) throw new BuildError(`${importer}: ${file} is not part of its package`);
  return target;
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

/** Every module of these folders, as paths below `root`. */
async function modulesIn(root: string, folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true });
      return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`);
    }),
  );
  return found.flat().sort();
}

/** What each module loads before it runs itself: types are gone, and so is what is loaded later. */
async function importsOf(root: string, modules: readonly string[]): Promise<Metafile['inputs']> {
  const { metafile } = await build({
    stdin: {
      contents: modules.map((path) => `import ${JSON.stringify(`./${path}`)};`).join('\n'),
      resolveDir: root,
    },
    absWorkingDir: root,
    bundle: true,
    packages: 'external',
    platform: 'node',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return metafile.inputs;
}

/**
 * Circles of modules that load each other, each as the way round. In one of them somebody reads what
 * is not there yet: nothing fails where it is written, a table has an empty place when it is used.
 */
export async function importCycles(root: string, folders: readonly string[]): Promise<string[][]> {
  const inputs = await importsOf(root, await modulesIn(root, folders));
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const begun = way.indexOf(path);
    if (begun >= 0) cycles.push([...way.slice(begun), path]);
    if (begun >= 0 || done.has(path)) return;
    for (const { path: next, kind, external } of inputs[path]?.imports ?? []) {
      if (kind !== 'dynamic-import' && !external) visit(next, [...way, path]);
    }
    done.add(path);
  };
  for (const path of Object.keys(inputs)) visit(path, []);
  return cycles;
}

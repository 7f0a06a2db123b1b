import path from 'node:path';
import type { Plugin } from 'esbuild';
import type { Places } from './graph';
import type { Sources } from './sources';

/**
 * Finds modules where WeChat finds them: `/x` from the mini-program's root, a bare name first in a
 * `miniprogram_npm` folder up the tree, then in the `miniprogram` folder of an npm package. What
 * is left (tsconfig paths, plain packages) esbuild resolves itself.
 */
export function wechatModules(places: Places, sources: Sources): Plugin {
  return {
    name: 'wechat-modules',
    setup(build) {
      build.onResolve({ filter: /^\// }, ({ path: at, kind }) => {
        if (kind === 'entry-point' || sources.exists(at)) return undefined;
        return build.resolve(`.${at}`, { resolveDir: places.miniprogramRoot, kind });
      });
      build.onResolve({ filter: /^[^./]/ }, ({ path: at, kind, resolveDir, pluginData }) => {
        if (kind === 'entry-point' || pluginData === 'own') return undefined;
        const packed = packedModule(at, resolveDir, sources);
        if (packed !== null) return { path: packed };
        const parts = at.split('/');
        const name = parts.splice(0, at.startsWith('@') ? 2 : 1).join('/');
        const folder = path.join(places.projectRoot, 'node_modules', name);
        const manifest = path.join(folder, 'package.json');
        if (!sources.exists(manifest)) return undefined;
        const { miniprogram } = JSON.parse(sources.read(manifest)) as { miniprogram?: string };
        if (miniprogram === undefined) return undefined;
        return build.resolve(`./${parts.join('/') || 'index'}`, {
          resolveDir: path.join(folder, miniprogram),
          kind,
          pluginData: 'own',
        });
      });
    },
  };
}

function packedModule(at: string, from: string, sources: Sources): string | null {
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const base = path.join(folder, 'miniprogram_npm', at);
    const file = [`${base}.js`, path.join(base, 'index.js'), base].find((candidate) =>
      sources.exists(candidate),
    );
    if (file !== undefined) return file;
  }
  return null;
}

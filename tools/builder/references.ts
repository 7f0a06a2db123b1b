import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BuildError } from './project';

const patterns: Readonly<Record<string, RegExp>> = {
  '.wxml': /<(?:import|include|wxs)\b[^>]*?\ssrc=["']([^"']+)["']/g,
  '.wxs': /\brequire\(\s*["']([^"']+)["']\s*\)/g,
  '.wxss': /@import\s+(?:url\()?["']([^"']+)["']/g,
};

/**
 * A template or style file and all that it includes, transitively. `root` is where a path with a
 * leading slash begins.
 */
export async function referencedFiles(start: string, root: string): Promise<Set<string>> {
  const seen = new Set<string>();
  const visit = async (file: string, from: string): Promise<void> => {
    if (seen.has(file)) return;
    if (!existsSync(file)) throw new BuildError(`${from}: ${file} does not exist`);
    seen.add(file);
    const extension = /\.\w+$/.exec(file)?.[0] ?? '';
    const text = (await readFile(file, 'utf8')).replace(/<!--[\s\S]*?-->/g, '');
    for (const [, path = ''] of text.matchAll(patterns[extension] ?? /(?!)/g)) {
      if (/^https?:/.test(path)) throw new BuildError(`${file}: ${path} is not on the phone`);
      const base = path.startsWith('/') ? join(root, path) : join(dirname(file), path);
      const target = /\.\w+$/.test(base) ? base : `${base}${extension}`;
      await visit(target, file);
    }
  };
  await visit(start, start);
  return seen;
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow } from '../builder/files';
import { projectRoot } from '../builder/project';
import { checkAppJson } from './appJson';
import { compileWithWechat } from './compilers';
import { checkExpressions } from './expressions';
import { checkAddresses } from './network';
import { checkPackageSizes } from './packages';
import type { Problem } from './problem';

/** Everything that a machine can say against a built mini-program; empty when it is sound. */
export async function checkMiniprogram(
  root = join(projectRoot, 'dist/miniprogram'),
): Promise<Problem[]> {
  const found = await Promise.all([
    checkAppJson(root),
    checkTemplates(root),
    compileWithWechat(root),
    checkAddresses(root),
    checkPackageSizes(root),
  ]);
  return found.flat();
}

async function checkTemplates(root: string): Promise<Problem[]> {
  const files = (await filesBelow(root)).filter((path) => path.endsWith('.wxml'));
  const checked = files.map(async (file) =>
    checkExpressions(file, await readFile(join(root, file), 'utf8')),
  );
  return (await Promise.all(checked)).flat();
}

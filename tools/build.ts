import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFunctions } from './builder/functions';
import { buildMiniprogram } from './builder/miniprogram';
import { BuildError } from './builder/project';
import { checkFunctions } from './checks/functions';
import { checkMiniprogram } from './checks/miniprogram';
import { packageSizes } from './checks/packages';
import { describeProblem } from './checks/problem';

export { buildFunctions } from './builder/functions';
export { buildMiniprogram } from './builder/miniprogram';
export { checkMiniprogram } from './checks/miniprogram';

/** `npm run build`: builds both halves into dist/, checks them, and prints what they weigh. */
export async function buildAll(): Promise<boolean> {
  const started = performance.now();
  const [functions, miniprogram] = await Promise.all([buildFunctions(), buildMiniprogram()]);
  const problems = [...checkFunctions(functions), ...(await checkMiniprogram())];
  for (const { name, bytes } of functions) print(`function ${name}`, bytes);
  for (const { root, bytes } of await packageSizes(resolve('dist/miniprogram'))) {
    print(root === '' ? 'main package' : `subpackage ${root}`, bytes);
  }
  for (const problem of problems) console.error(describeProblem(problem));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { pages, components } = miniprogram;
  console.log(
    `${functions.length} functions, ${pages} pages, ${components} components; ${seconds} s`,
  );
  return problems.length === 0;
}

function print(name: string, bytes: number): void {
  console.log(`${name.padEnd(32)}${(bytes / 1024).toFixed(0).padStart(6)} KB`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = (await buildAll()) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

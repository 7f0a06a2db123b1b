import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** One suite a folder of tests/; `npx vitest run --project domain` runs one. */
function suite(
  name: string,
  more: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration {
  return { extends: true, test: { name, include: [`tests/${name}/**/*.test.ts`], ...more } };
}

/**
 * Files of a suite that replace a module: alone in their process, while the others follow each
 * other in one and leave the next file what is loaded and warm.
 */
const replacing = (name: string) =>
  readdirSync(path(`./tests/${name}`))
    .map((file) => `tests/${name}/${file}`)
    .filter(
      (file) =>
        file.endsWith('.test.ts') &&
        /vi\.(do)?[mM]ock\(/.test(readFileSync(path(`./${file}`), 'utf8')),
    );

/** For suites that load both cores by themselves. */
const oneAtATime = { maxWorkers: 1, sequence: { groupOrder: 1 } };
const builtFunctions = { globalSetup: path('./tools/testSetup.ts') };

export default defineConfig({
  resolve: { alias: { '@shared': path('./shared') } },
  test: {
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    projects: [
      suite('domain'),
      suite('miniprogram', { setupFiles: ['tests/miniprogram/setup.ts'] }),
      suite('functions', { ...builtFunctions, isolate: false, exclude: replacing('functions') }),
      suite('functions', {
        ...builtFunctions,
        name: 'functions-alone',
        include: replacing('functions'),
      }),
      suite('local'),
      suite('bench', { ...builtFunctions, ...oneAtATime }),
      // One browser at a time: two share the cores and time each other out.
      suite('e2e', { ...builtFunctions, ...oneAtATime }),
    ],
  },
});

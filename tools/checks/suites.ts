import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../builder/project';
import { run } from './process';

/** What one check or suite came to. */
export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Folders with a tsconfig, in the order of the imports. */
const typeProjects = [
  'shared',
  'cloudfunctions',
  'miniprogram',
  'local',
  'local/phone/runtime',
  'tools',
  'tests',
];

/** Suites of vitest.config.mts; those with a browser last. */
export const testSuites = ['domain', 'miniprogram', 'functions', 'local', 'bench', 'e2e'];

/** Checks the types of every folder, two at a time; each folder counts as one check. */
export async function checkTypes(): Promise<Outcome[]> {
  const queue = [...typeProjects];
  const outcomes: Outcome[] = [];
  const worker = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      outcomes.push(await checkOnce(`types ${name}`, 'tsc', ['-p', name]));
    }
  };
  await Promise.all([worker(), worker()]);
  return outcomes.sort((a, b) => a.name.localeCompare(b.name));
}

/** A command of node_modules/.bin that passes or fails as a whole. */
export async function checkOnce(
  name: string,
  command: string,
  args: readonly string[],
): Promise<Outcome> {
  const started = performance.now();
  const code = await run(join(projectRoot, 'node_modules/.bin', command), args);
  const passed = code === 0 ? 1 : 0;
  return { name, passed, failed: 1 - passed, seconds: secondsSince(started) };
}

/** A suite of tests; a file that could not even be loaded counts as a failed test. */
export async function runSuite(name: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const started = performance.now();
  const report = join(projectRoot, `dist/tests/${name}.json`);
  await rm(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--project', name, '--silent=passed-only', ...reporters];
  const code = await run(join(projectRoot, 'node_modules/.bin/vitest'), args, env);
  const { passed, failed } = await readReport(report);
  const unexplained = code !== 0 && failed === 0 ? 1 : 0;
  return { name, passed, failed: failed + unexplained, seconds: secondsSince(started) };
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

async function readReport(path: string): Promise<{ passed: number; failed: number }> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { passed: 0, failed: 1 };
  const report = JSON.parse(text) as Report;
  const failed = report.testResults.map(({ status, assertionResults }) => {
    const tests = assertionResults.filter((result) => result.status === 'failed').length;
    return tests === 0 && status === 'failed' ? 1 : tests;
  });
  return { passed: report.numPassedTests, failed: failed.reduce((sum, count) => sum + count, 0) };
}

export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

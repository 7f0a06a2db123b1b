import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectRoot } from '../builder/project';
import { run } from './process';

/** What one check or suite came to. */
export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** The tests that failed, each with the beginning of what it said. */
  readonly failures?: readonly string[];
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
  // With the files of the suite that want a process of their own: a project beside it.
  const args = ['run', '--project', `${name}*`, '--silent=passed-only', ...reporters];
  const code = await run(join(projectRoot, 'node_modules/.bin/vitest'), args, env);
  const { passed, failed, failures } = await readReport(report);
  const unexplained = code !== 0 && failed === 0 ? 1 : 0;
  const seconds = secondsSince(started);
  return { name, passed, failed: failed + unexplained, seconds, failures };
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const LINES_OF_A_FAILURE = 6;
const beginning = (text: string) => text.split('\n').slice(0, LINES_OF_A_FAILURE).join('\n  ');

async function readReport(
  path: string,
): Promise<Required<Pick<Outcome, 'passed' | 'failed' | 'failures'>>> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { passed: 0, failed: 1, failures: ['there is no report'] };
  const report = JSON.parse(text) as Report;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(projectRoot, name);
    const failed = assertionResults.filter((result) => result.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [`${file}: ${beginning(message)}`];
    return failed.map(
      ({ fullName, failureMessages }) =>
        `${file}: ${fullName}\n  ${beginning(failureMessages.join('\n'))}`,
    );
  });
  return { passed: report.numPassedTests, failed: failures.length, failures };
}

export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

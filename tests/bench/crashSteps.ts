import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../tools/builder/project';
import { exactly, type Measurement } from './figure';

const SUITES = [
  'booking.crash',
  'books.orders',
  'books.refunds',
  'cashier.crash',
  'courts.closing',
  'courts.desk',
  'wallet',
];
const KILLED = /(?:dies|after|at) (?:at )?request/;

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Kills a function at every single request of what moves money or courts; `npm test` tries a quarter. */
export async function measure(): Promise<Measurement[]> {
  const report = join(projectRoot, 'dist/crash-steps.json');
  const only = ['--reporter=json', `--outputFile=${report}`, '-t', 'request'];
  spawnSync('npx', ['vitest', 'run', '--project', 'functions', ...SUITES, ...only], {
    cwd: projectRoot,
    env: { ...process.env, EVERY_STEP: 'true' },
    stdio: 'ignore',
  });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const tried = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName, status }) => KILLED.test(fullName) && status !== 'skipped');
  const wrong = tried.filter(({ status }) => status !== 'passed').length;
  return [exactly(0, 'ended otherwise')(`kills at every request (${tried.length} tried)`, wrong)];
}

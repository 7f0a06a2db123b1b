import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../tools/builder/project';
import { exactly, type Measurement } from './figure';

const SUITES = [
  'booking.crash',
  'account.crash',
  'books.cash',
  'books.orders',
  'books.refunds',
  'cashier.crash',
  'courts.closing',
  'courts.desk',
  'courts.ending',
  'lesson.crash',
  'lesson.race',
  'reconciliation.test',
  'training.crash',
  'visit.crash',
  'booking.points',
  'challenge.race',
  'membership.adjust',
  'membership.earn',
  'reward.race',
  'wallet',
];
const KILLED = /(?:dies|after|at) (?:at )?request/;

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Kills a function at every single request of what moves money or courts; `npm test` tries a quarter. */
export async function measure(): Promise<Measurement[]> {
  const report = join(projectRoot, 'dist/crash-steps.json');
  // That of an earlier run would tell of this one.
  rmSync(report, { force: true });
  const only = ['--reporter=json', `--outputFile=${report}`, '-t', 'request'];
  spawnSync('npx', ['vitest', 'run', '--project', 'functions', ...SUITES, ...only], {
    cwd: projectRoot,
    env: { ...process.env, EVERY_STEP: 'true' },
    stdio: 'ignore',
  });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const triedIn = (wanted: (file: string) => boolean) =>
    testResults
      .filter(({ name }) => wanted(name))
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ fullName, status }) => KILLED.test(fullName) && status !== 'skipped');
  const tried = triedIn(() => true);
  // A suite that tried nothing, or could not even begin, proves nothing.
  const silent = SUITES.filter((suite) => triedIn((file) => file.includes(suite)).length === 0);
  for (const suite of silent) console.error(`${suite} killed nothing`);
  const wrong = tried.filter(({ status }) => status !== 'passed').length + silent.length;
  return [exactly(0, 'ended otherwise')(`kills at every request (${tried.length} tried)`, wrong)];
}

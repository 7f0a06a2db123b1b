import { buildMiniprogram, checkMiniprogram } from './build';
import { buildFunctions } from './builder/functions';
import { ensureChromium } from './checks/chromium';
import { checkFunctions } from './checks/functions';
import { describeProblem } from './checks/problem';
import {
  checkOnce,
  checkTypes,
  type Outcome,
  runSuite,
  secondsSince,
  testSuites,
} from './checks/suites';

/** `npm test`: every check that a machine can do, one after another, whatever the ones before said. */
async function testAll(only: readonly string[]): Promise<Outcome[]> {
  const wanted = (name: string) => only.length === 0 || only.includes(name);
  const outcomes: Outcome[] = [];
  if (wanted('types')) outcomes.push(...(await checkTypes()));
  if (wanted('lint')) outcomes.push(await checkOnce('lint', 'biome', ['check', '.']));
  if (wanted('build')) outcomes.push(await checkBuild());
  for (const suite of testSuites.filter(wanted)) {
    outcomes.push(suite === 'e2e' ? await inBrowser(suite) : await runSuite(suite));
  }
  return outcomes;
}

/** What is shipped builds, and a phone and WeChat's compilers accept it. */
async function checkBuild(): Promise<Outcome> {
  const started = performance.now();
  const name = 'mini-program and functions';
  try {
    const functions = await buildFunctions();
    await buildMiniprogram();
    const problems = [...checkFunctions(functions), ...(await checkMiniprogram())];
    for (const problem of problems) console.error(describeProblem(problem));
    const failed = problems.length;
    return { name, passed: failed === 0 ? 1 : 0, failed, seconds: secondsSince(started) };
  } catch (error) {
    console.error((error as Error).message);
    return { name, passed: 0, failed: 1, seconds: secondsSince(started) };
  }
}

async function inBrowser(suite: string): Promise<Outcome> {
  try {
    return await runSuite(suite, { CHROME_PATH: await ensureChromium() });
  } catch (error) {
    console.error((error as Error).message);
    return { name: suite, passed: 0, failed: 1, seconds: 0 };
  }
}

const outcomes = await testAll(process.argv.slice(2));
const total = (key: 'passed' | 'failed') => outcomes.reduce((sum, one) => sum + one[key], 0);
console.log(`\n${'check'.padEnd(30)}${'passed'.padStart(8)}${'failed'.padStart(8)}  seconds`);
for (const { name, passed, failed, seconds } of outcomes) {
  const counts = `${String(passed).padStart(8)}${String(failed).padStart(8)}`;
  console.log(`${name.padEnd(30)}${counts}${seconds.toFixed(1).padStart(9)}`);
}
for (const failure of outcomes.flatMap(({ failures = [] }) => failures)) {
  console.log(`\nfailed: ${failure}`);
}
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') === 0 ? 0 : 1;

import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measurement } from '../tests/bench/figure';
import { buildFunctions } from './builder/functions';
import { projectRoot } from './builder/project';

/** The folder is that of `--data`, for figures on data that is none of ours. */
type Figures = (folder?: string) => Promise<{ measure: () => Promise<Measurement[]> }>;

/** What a crowd does to the club. */
const storms: Readonly<Record<string, Figures>> = {
  race: () => import('../tests/bench/race'),
  throughput: () => import('../tests/bench/throughput'),
  watch: () => import('../tests/bench/watchLatency'),
  moneyStorm: () => import('../tests/bench/moneyStorm'),
  bookingRaces: () => import('../tests/bench/bookingRaces'),
  bookings: () => import('../tests/bench/bookings'),
  challenge: () => import('../tests/bench/challenge'),
  venueStorm: () => import('../tests/bench/venueStorm'),
  schoolStorm: () => import('../tests/bench/schoolStorm'),
  pointsStorm: () => import('../tests/bench/pointsStorm'),
  crashSteps: () => import('../tests/bench/crashSteps'),
  malformed: () => import('../tests/bench/malformed'),
};

/** One file a figure, in the order of README's table. */
const all: Readonly<Record<string, Figures>> = {
  requests: () => import('../tests/bench/requests'),
  ...storms,
  money: () => import('../tests/bench/money'),
  booking: () => import('../tests/bench/booking'),
  lessons: () => import('../tests/bench/lessons'),
  grid: () => import('../tests/bench/grid'),
  ready: () => import('../tests/bench/ready'),
  phone: () => import('../tests/bench/phone'),
  packages: () => import('../tests/bench/packages'),
  forecast: async (folder) => {
    const { measure } = await import('../tests/bench/forecast');
    return { measure: () => measure(folder) };
  },
};

/**
 * `npm run bench` measures everything; names measure these, `storm` the storms. Prints a table and
 * appends JSON lines to bench/results.jsonl; `--readme` also writes the table of both READMEs. A
 * figure that is missed fails the run. `--data <folder>` measures the forecast on the sets that lie there.
 */
async function bench(args: readonly string[]): Promise<boolean> {
  const folder = args.includes('--data') ? args[args.indexOf('--data') + 1] : undefined;
  const names = args.filter((name) => !['--readme', '--data', folder].includes(name));
  const wanted = names.flatMap((name) => (name === 'storm' ? Object.keys(storms) : [name]));
  const unknown = wanted.filter((name) => !all[name]);
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(', ')}: there is ${Object.keys(all).join(', ')}, storm`);
  }
  await buildFunctions();
  await mkdir(join(projectRoot, 'bench'), { recursive: true });
  const measured: (readonly Measurement[] | null)[] = [];
  for (const [name, load] of Object.entries(all)) {
    if (wanted.length === 0 || wanted.includes(name)) {
      measured.push(await report(name, load, folder));
    }
  }
  const figures = measured.flatMap((some) => some ?? []);
  if (args.includes('--readme')) {
    await writeTable('README.md', figures);
    await writeTable('README.zh-CN.md', figures);
  }
  return !measured.includes(null) && figures.every(({ ok }) => ok);
}

/** Null when the figure could not be measured. */
async function report(
  name: string,
  load: Figures,
  folder: string | undefined,
): Promise<Measurement[] | null> {
  try {
    const { measure } = await load(folder);
    const measured = await measure();
    for (const { figure, value, unit, reach, ok } of measured) {
      const shown = `${value} ${unit}`.padStart(20);
      console.log(`${ok ? '✓' : '✗'} ${figure.padEnd(66)}${shown}   ${reach}`);
    }
    const lines = measured.map((measurement) => `${JSON.stringify(measurement)}\n`);
    await appendFile(join(projectRoot, 'bench/results.jsonl'), lines.join(''));
    return measured;
  } catch (error) {
    console.error(`✗ ${name}: ${(error as Error).stack}`);
    return null;
  }
}

/**
 * Puts the rows between the marks; the heading in the README's language stays, and so do the rows of
 * figures that were not measured this time.
 */
async function writeTable(file: string, figures: readonly Measurement[]): Promise<void> {
  const path = join(projectRoot, file);
  const text = await readFile(path, 'utf8');
  const table = /(<!-- figures -->\n.*\n.*\n)([\s\S]*?)(<!-- \/figures -->)/;
  const before = table.exec(text)?.[2]?.split('\n').filter(Boolean) ?? [];
  const rows = new Map(before.map((row) => [nameOf(row), row]));
  for (const { figure, value, unit, reach } of figures) {
    rows.set(figure, `| ${figure} | ${value} ${unit} | ${reach} |`);
  }
  const written = [...rows.values()].map((row) => `${row}\n`).join('');
  await writeFile(
    path,
    text.replace(table, (_, head, _rows, end) => head + written + end),
  );
}

/** The figure that a row of the table is about. */
const nameOf = (row: string) => row.split('|')[1]?.trim() ?? '';

bench(process.argv.slice(2)).then(
  (fine) => process.exit(fine ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);

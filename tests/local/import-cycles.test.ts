import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../../tools/builder/project';
import { importCycles } from '../../tools/checks/cycles';
import { writeTree } from './build-fixture';

/** Modules in a folder of their own, gone when the test is. */
async function modules(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await writeTree(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`src/${name}.ts`, text])),
  );
  onTestFinished(() => rm(root, { recursive: true }));
  return root;
}

test('no module of the functions and of what both sides share loads itself in a circle', async () => {
  expect(await importCycles(projectRoot, ['cloudfunctions', 'shared'])).toEqual([]);
});

test('a circle of modules is found, with the way round', async () => {
  const root = await modules({
    booking: "import { pay } from './payment';\nexport const book = () => pay();\n",
    payment: "export { sellers, pay } from './sellers';\n",
    sellers:
      "import { book } from './booking';\nexport const sellers = [book];\nexport const pay = () => 1;\n",
  });
  const [cycle, ...more] = await importCycles(root, ['src']);
  expect(more).toEqual([]);
  expect(cycle).toEqual(['src/sellers.ts', 'src/booking.ts', 'src/payment.ts', 'src/sellers.ts']);
});

test('types alone load nothing, and what is loaded later closes no circle', async () => {
  const root = await modules({
    one: "import type { Two } from './two';\nexport const one: Two = 1;\nexport type One = string;\n",
    two: "import { type One } from './one';\nexport type Two = number;\nexport const two: One = '';\n",
    late: "export const later = () => import('./early');\n",
    early: "import { later } from './late';\nexport const early = later;\n",
  });
  expect(await importCycles(root, ['src'])).toEqual([]);
});

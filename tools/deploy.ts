import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../local/cloudbase/manifestTypes';
import { buildAll } from './build';
import { BuildError, projectRoot } from './builder/project';
import { deploy } from './deployment/deploy';
import { ManagerCloud } from './deployment/managerCloud';
import { readDeployOptions } from './deployment/options';

/** `npm run deploy`: builds, checks, and applies the manifest to an environment of CloudBase. */
async function main(): Promise<void> {
  const options = readDeployOptions(process.argv.slice(2), process.env);
  if (!(await buildAll())) throw new BuildError('Not deployed: see what is wrong above.');
  const functionsRoot = join(projectRoot, 'dist/cloudfunctions');
  const manifest = await readFile(join(functionsRoot, 'manifest.json'), 'utf8');
  const { envId, secrets, region } = options;
  const cloud = secrets && new ManagerCloud({ ...secrets, envId, ...(region && { region }) });
  await deploy({
    options,
    wanted: { manifest: JSON.parse(manifest) as Manifest, functionsRoot },
    cloud,
    say: (line) => console.log(line),
  });
}

main().catch((error: Error) => {
  console.error(error instanceof BuildError ? error.message : error);
  process.exitCode = 1;
});

/** A cloud in a process of its own, to be killed: prints the environment that leads to it, keeps its data in argv[2]. */
import { startCloud } from '../../local/cloudbase/index';

const cloud = await startCloud({
  manifest: {
    functions: {},
    routes: [],
    collections: { notes: { rules: {}, indexes: [] }, accounts: { rules: {}, indexes: [] } },
    storage: { rules: {} },
  },
  functionsRoot: null,
  dataDir: process.argv[2] ?? null,
  timers: false,
  log: null,
});
process.stdout.write(`${JSON.stringify(cloud.sdkEnv())}\n`);

import { BuildError } from '../builder/project';
import { applyPlan, describeStep } from './apply';
import { newClaim } from './claim';
import type { DeployOptions } from './options';
import { planDeployment, type Wanted } from './plan';
import { emptyEnvironment, type RemoteCloud } from './remote';
import { describeSettings, settleSettings } from './settings';
import { type Upload, uploadMiniprogram } from './upload';
import { faultsOfVariables } from './variables';

export interface Deployment {
  readonly options: DeployOptions;
  readonly wanted: Wanted;
  /** Null when there are no credentials to reach it with. */
  readonly cloud: RemoteCloud | null;
  readonly say: (line: string) => void;
  readonly upload?: (upload: Upload) => Promise<void>;
}

/** Prints the way from the environment to the manifest, and goes it with `--apply`. */
export async function deploy(deployment: Deployment): Promise<void> {
  const { options, wanted, cloud, say } = deployment;
  const collections = Object.keys(wanted.manifest.collections);
  const state = cloud ? await cloud.read(collections) : emptyEnvironment;
  const settings = settleSettings(wanted.manifest, options.environment, state);
  const faults = faultsOfVariables(wanted.manifest, settings, options.envId);
  if (options.apply && faults.length > 0) {
    throw new BuildError(`Not deployed, an environment refuses these:\n${faults.join('\n')}`);
  }
  const plan = planDeployment(wanted, state, settings);
  say(`Plan for ${options.envId}${cloud ? '' : ' (no credentials: as if it were empty)'}`);
  for (const step of plan.steps) say(`  ${describeStep(step)}`);
  for (const line of describeSettings(settings)) say(`  ${line}`);
  for (const line of faults) say(`  refused by --apply  ${line}`);
  for (const name of plan.leftAlone) say(`  left alone          ${name}, not in the manifest`);
  const { upload } = options;
  const openapiFunctions = Object.entries(wanted.manifest.functions)
    .filter(([, { openapi }]) => openapi.length > 0)
    .map(([name]) => name);
  if (upload) say(`  upload              mini-program ${upload.version} to ${upload.appid}`);
  if (openapiFunctions.length > 0) {
    const how = upload ? 'uploaded through WeChat as well' : 'upload them once with --key';
    say(`  openapi             ${openapiFunctions.join(', ')}: ${how}, it grants by config.json`);
  }
  if (!options.apply || !cloud) {
    say('Nothing was changed. Add --apply to do it.');
    return;
  }
  const claim = newClaim(Date.now());
  await applyPlan(plan, cloud, { claim, say });
  if (upload) {
    const send = deployment.upload ?? uploadMiniprogram;
    await send({ ...upload, envId: options.envId, openapiFunctions });
    say(`done  upload              mini-program ${upload.version}`);
  }
  if (plan.steps.some((step) => step.kind === 'writeClaim')) {
    say(`\nThe first super admin claims this installation in the app with  ${claim.code}`);
    say('Valid for seven days, once. It is not stored: note it now.');
  }
}

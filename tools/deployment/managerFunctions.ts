import type { TimerSpec } from '../../local/cloudbase/types';
import type { FunctionDeployment } from './remote';

/** Environment variables of a function, all together, bytes. */
const largestEnvironment = 4096;

/** A function in the shape of manager-node. Dependencies are installed in the cloud. */
export function deployedFunction(deployment: FunctionDeployment) {
  const { name, timeoutSeconds, memoryMb, env, timers } = deployment;
  const size = Object.entries(env).reduce(
    (sum, [key, value]) => sum + key.length + value.length,
    0,
  );
  if (size > largestEnvironment) {
    throw new Error(`${name}: its environment variables are ${size} bytes, more than 4 KB`);
  }
  return {
    name,
    handler: 'index.main',
    runtime: 'Nodejs18.15',
    timeout: timeoutSeconds,
    memorySize: memoryMb,
    installDependency: true,
    isWaitInstall: true,
    ignore: ['*.map'],
    envVariables: { ...env },
    triggers: timers.map((timer) => ({ name: timer.name, type: 'timer', config: timer.cron })),
  };
}

/** Timers of GetFunction: TriggerDesc is the cron itself, or JSON around it. */
export function timersOf(
  triggers: readonly { readonly TriggerName: string; readonly TriggerDesc: string }[] | null,
): TimerSpec[] {
  return (triggers ?? []).map(({ TriggerName, TriggerDesc }) => {
    if (!TriggerDesc.startsWith('{')) return { name: TriggerName, cron: TriggerDesc };
    const { cron } = JSON.parse(TriggerDesc) as { readonly cron: string };
    return { name: TriggerName, cron };
  });
}

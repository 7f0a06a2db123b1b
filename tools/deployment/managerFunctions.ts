import type { TimerSpec } from '../../local/cloudbase/manifestTypes';
import type { FunctionDeployment, RemoteFunction } from './remote';

/** A function in the shape of manager-node. Dependencies are installed in the cloud. */
export function deployedFunction(deployment: FunctionDeployment) {
  const { name, timeoutSeconds, memoryMb, env, settings, timers } = deployment;
  return {
    name,
    handler: 'index.main',
    runtime: 'Nodejs18.15',
    timeout: timeoutSeconds,
    memorySize: memoryMb,
    installDependency: true,
    isWaitInstall: true,
    ignore: ['*.map'],
    // The platform takes them as a whole: what is not named here is gone.
    envVariables: { ...env, ...settings },
    triggers: timers.map((timer) => ({ name: timer.name, type: 'timer', config: timer.cron })),
  };
}

/** What is read of GetFunction. */
interface FunctionDetail {
  readonly Triggers: readonly Trigger[] | null;
  readonly Environment?: {
    readonly Variables: readonly { readonly Key: string; readonly Value: string }[] | null;
  } | null;
}
interface Trigger {
  readonly TriggerName: string;
  readonly TriggerDesc: string;
}

export function remoteFunction({ Triggers, Environment }: FunctionDetail): RemoteFunction {
  const variables = (Environment?.Variables ?? []).map(({ Key, Value }) => [Key, Value] as const);
  return { timers: timersOf(Triggers), env: Object.fromEntries(variables) };
}

/** TriggerDesc is the cron itself, or JSON around it. */
function timersOf(triggers: readonly Trigger[] | null): TimerSpec[] {
  return (triggers ?? []).map(({ TriggerName, TriggerDesc }) => {
    if (!TriggerDesc.startsWith('{')) return { name: TriggerName, cron: TriggerDesc };
    const { cron } = JSON.parse(TriggerDesc) as { readonly cron: string };
    return { name: TriggerName, cron };
  });
}

import type { IndexSpec } from '../../local/cloudbase/manifestTypes';
import type { Claim } from './claim';
import type { Plan, Step } from './plan';
import type { RemoteCloud } from './remote';

/** A step in one line, for people. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'createCollection':
      return `create collection   ${step.collection}`;
    case 'changeIndexes': {
      const changes = [
        ...step.drop.map((name) => `drop ${name}`),
        ...step.create.map((index) => `create ${describeIndex(index)}`),
      ];
      return `indexes             ${step.collection}: ${changes.join('; ')}`;
    }
    case 'setCollectionRule':
      return `security rule       ${step.collection}: CUSTOM ${step.rule}`;
    case 'createFunction':
    case 'updateFunction': {
      const { name, timeoutSeconds, memoryMb, env, timers } = step.deployment;
      const crons = timers.map((timer) => `, timer ${timer.name} “${timer.cron}”`);
      const variables = Object.keys(env).map((key) => `, ${key}`);
      const verb = step.kind === 'createFunction' ? 'create function' : 'update function';
      const facts = `${timeoutSeconds} s, ${memoryMb} MB${crons.join('')}${variables.join('')}`;
      return `${verb}     ${name}: ${facts}`;
    }
    case 'changeTimers': {
      const changes = [
        ...step.drop.map((name) => `drop ${name}`),
        ...step.create.map((timer) => `create ${timer.name} “${timer.cron}”`),
      ];
      return `timers              ${step.function}: ${changes.join('; ')}`;
    }
    case 'setFunctionRule':
      return `function rule       CUSTOM ${step.rule}`;
    case 'createRoute':
      return `HTTP route          ${step.route.path} → ${step.route.function}`;
    case 'setStorageRule':
      return `storage rule        CUSTOM ${step.rule}`;
    case 'writeClaim':
      return 'claim               write installation/claim for the first super admin';
  }
}

function describeIndex({ name, fields, unique }: IndexSpec): string {
  const keys = fields.map(([field, direction]) => `${field} ${direction}`).join(', ');
  return `${name} (${keys})${unique ? ' unique' : ''}`;
}

/** Does the plan, step by step; stops at the first that fails, and may be run again. */
export async function applyPlan(
  plan: Plan,
  cloud: RemoteCloud,
  { claim, say }: { readonly claim: Claim; readonly say: (line: string) => void },
): Promise<void> {
  for (const step of plan.steps) {
    await applyStep(step, cloud, claim);
    say(`done  ${describeStep(step)}`);
  }
}

async function applyStep(step: Step, cloud: RemoteCloud, claim: Claim): Promise<void> {
  switch (step.kind) {
    case 'createCollection':
      return cloud.createCollection(step.collection);
    case 'changeIndexes':
      return cloud.changeIndexes(step.collection, { create: step.create, drop: step.drop });
    case 'setCollectionRule':
      return cloud.setCollectionRule(step.collection, step.rule);
    case 'createFunction':
      return cloud.createFunction(step.deployment);
    case 'updateFunction':
      return cloud.updateFunction(step.deployment);
    case 'changeTimers':
      return cloud.changeTimers(step.function, { create: step.create, drop: step.drop });
    case 'setFunctionRule':
      return cloud.setFunctionRule(step.rule);
    case 'createRoute':
      return cloud.createRoute(step.route);
    case 'setStorageRule':
      return cloud.setStorageRule(step.rule);
    case 'writeClaim':
      return cloud.putDocument('installation', claim.document);
  }
}

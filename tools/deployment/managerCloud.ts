import CloudBase from '@cloudbase/manager-node';
import type { IndexSpec, TimerSpec } from '../../local/cloudbase/manifestTypes';
import { deployedFunction, remoteFunction } from './managerFunctions';
import type {
  FunctionDeployment,
  RemoteCloud,
  RemoteCollection,
  RemoteFunction,
  RemoteState,
  Route,
} from './remote';

export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  readonly envId: string;
  readonly region?: string;
}

/** Indexes that every collection has by itself. */
const ownIndexes = new Set(['_id_', '_openid_1']);

/**
 * The environment through Tencent's own `@cloudbase/manager-node`. Rules go through its
 * `commonService` (`ModifySafeRule`, `ModifySecurityRule`), the only way that is documented for
 * collections and functions.
 */
export class ManagerCloud implements RemoteCloud {
  readonly #manager: CloudBase;
  readonly #envId: string;

  constructor(credentials: Credentials) {
    this.#manager = new CloudBase({ ...credentials });
    this.#envId = credentials.envId;
  }

  async read(collections: readonly string[]): Promise<RemoteState> {
    const names = await this.#collectionNames();
    const known = names.filter((name) => collections.includes(name));
    const details = await inOrder(known, (name) => this.#readCollection(name));
    const unknown = names
      .filter((name) => !known.includes(name))
      .map((name) => [name, { indexes: [], rule: null }] as const);
    const claimed = known.includes('installation') && (await this.#isClaimed());
    return {
      collections: new Map([...details, ...unknown]),
      functions: new Map(await this.#readFunctions()),
      functionRule: await this.#functionRule(),
      routes: await this.#readRoutes(),
      storageRule: await this.#storageRule(),
      claimed,
    };
  }

  async createCollection(name: string): Promise<void> {
    await this.#manager.database.createCollectionIfNotExists(name);
  }

  async changeIndexes(
    collection: string,
    change: { readonly create: readonly IndexSpec[]; readonly drop: readonly string[] },
  ): Promise<void> {
    // Dropped first and apart: an index that changes keeps its name.
    const { create, drop } = change;
    if (drop.length > 0) {
      await this.#manager.database.updateCollection(collection, {
        DropIndexes: drop.map((IndexName) => ({ IndexName })),
      });
    }
    if (create.length === 0) return;
    await this.#manager.database.updateCollection(collection, {
      CreateIndexes: create.map(({ name, fields, unique }) => ({
        IndexName: name,
        MgoKeySchema: {
          MgoIndexKeys: fields.map(([Name, direction]) => ({ Name, Direction: String(direction) })),
          MgoIsUnique: unique,
        },
      })),
    });
  }

  async setCollectionRule(collection: string, rule: string): Promise<void> {
    await this.#call('ModifySafeRule', {
      CollectionName: collection,
      AclTag: 'CUSTOM',
      Rule: rule,
    });
  }

  async createFunction(deployment: FunctionDeployment): Promise<void> {
    await this.#manager.functions.createFunction({
      func: deployedFunction(deployment),
      functionPath: deployment.folder,
      deployMode: 'zip',
    });
  }

  async updateFunction(deployment: FunctionDeployment): Promise<void> {
    const { triggers: _unchanged, name, ...config } = deployedFunction(deployment);
    await this.#manager.functions.updateFunctionCode({
      func: { name, ...config },
      functionPath: deployment.folder,
      deployMode: 'zip',
    });
    await this.#manager.functions.updateFunctionWithProgress({ name, config });
  }

  async changeTimers(
    functionName: string,
    { create, drop }: { readonly create: readonly TimerSpec[]; readonly drop: readonly string[] },
  ): Promise<void> {
    for (const name of drop)
      await this.#manager.functions.deleteFunctionTrigger(functionName, name);
    const triggers = create.map(({ name, cron }) => ({ name, type: 'timer', config: cron }));
    await this.#manager.functions.createFunctionTriggers(functionName, triggers);
  }

  async setFunctionRule(rule: string): Promise<void> {
    await this.#call('ModifySecurityRule', {
      ResourceType: 'FUNCTION',
      AclTag: 'CUSTOM',
      Rule: rule,
    });
  }

  async createRoute({ path, function: name }: Route): Promise<void> {
    await this.#manager.access.createAccess({ path, name });
  }

  async setStorageRule(rule: string): Promise<void> {
    await this.#manager.storage.setStorageAcl('CUSTOM', JSON.parse(rule));
  }

  async putDocument(
    collection: string,
    document: { readonly _id: string } & Record<string, unknown>,
  ): Promise<void> {
    const update = { q: { _id: document._id }, u: document, upsert: true };
    await this.#command(collection, 'UPDATE', { update: collection, updates: [update] });
  }

  async #collectionNames(): Promise<string[]> {
    const names: string[] = [];
    for (;;) {
      const page = await this.#manager.database.listCollections({
        MgoOffset: names.length,
        MgoLimit: 100,
      });
      names.push(...page.Collections.map((collection) => collection.CollectionName));
      if (page.Collections.length === 0 || names.length >= page.Pager.Total) return names;
    }
  }

  async #readCollection(name: string): Promise<readonly [string, RemoteCollection]> {
    const { Indexes = [] } = await this.#manager.database.describeCollection(name);
    const rule = await this.#call('DescribeSafeRule', { CollectionName: name });
    const indexes = Indexes.filter((index) => !ownIndexes.has(index.Name)).map((index) => ({
      name: index.Name,
      fields: index.Keys.map(
        (key) => [key.Name ?? '', key.Direction === '-1' ? -1 : 1] as readonly [string, 1 | -1],
      ),
      unique: index.Unique,
    }));
    return [name, { indexes, rule: customRule(rule) }];
  }

  async #readFunctions(): Promise<(readonly [string, RemoteFunction])[]> {
    const functions = await this.#manager.functions.listAllFunctions({ envId: this.#envId });
    return inOrder(functions, async ({ FunctionName = '' }) => {
      const detail = await this.#manager.functions.getFunctionDetail(FunctionName);
      return [FunctionName, remoteFunction(detail)] as const;
    });
  }

  async #functionRule(): Promise<string | null> {
    return customRule(await this.#call('DescribeSecurityRule', { ResourceType: 'FUNCTION' }));
  }

  async #readRoutes(): Promise<Route[]> {
    const { APISet } = await this.#manager.access.getAccessList({ limit: 100, offset: 0 });
    return (APISet ?? []).map(({ Path, Name }) => ({ path: Path, function: Name }));
  }

  async #storageRule(): Promise<string | null> {
    const { rule } = await this.#manager.storage.getStorageAcl({ withRule: true });
    return rule ? JSON.stringify(rule) : null;
  }

  async #isClaimed(): Promise<boolean> {
    const filter = { _id: 'superAdmins', 'memberIds.0': { $exists: true } };
    const command = { find: 'installation', filter, limit: 1 };
    const { Data } = await this.#command('installation', 'QUERY', command);
    return Data.some((text) => text !== '[]' && text.includes('superAdmins'));
  }

  #command(collection: string, type: 'QUERY' | 'UPDATE', command: object) {
    return this.#manager.database.runCommands({
      MgoCommands: [{ TableName: collection, CommandType: type, Command: JSON.stringify(command) }],
    });
  }

  async #call(action: string, param: Readonly<Record<string, unknown>>): Promise<SafeRule> {
    const service = this.#manager.commonService('tcb', '2018-06-08');
    const reply: unknown = await service.call({
      Action: action,
      Param: { EnvId: this.#envId, ...param },
    });
    return reply as SafeRule;
  }
}

/** The answer of the Describe…Rule interfaces. */
interface SafeRule {
  readonly AclTag?: string;
  readonly Rule?: string | null;
}

function customRule({ AclTag, Rule }: SafeRule): string | null {
  return AclTag === 'CUSTOM' && Rule ? Rule : null;
}

/** One after another: the platform allows few requests a second. */
async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

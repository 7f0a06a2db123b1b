import { createRequire } from 'node:module';

export interface Recorded {
  readonly service: string;
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type Answers = Readonly<Record<string, (data: Record<string, unknown>) => object>>;

interface Service {
  service: string;
  action: string;
  data: Record<string, unknown>;
}

/** What Tencent's API answers for an environment in which nothing was made yet. */
const untouched: Answers = {
  DescribeEnvInfo: ({ EnvId }) => ({
    EnvInfo: {
      EnvBaseInfo: {
        EnvId,
        Databases: [{ InstanceId: 'tnt-1' }],
        Storages: [{ Bucket: 'bucket-1300000000', Region: 'ap-shanghai', AppId: '1300000000' }],
        Functions: [{ Namespace: EnvId }],
      },
    },
  }),
  ListTables: () => ({ Tables: null, Pager: { Offset: 0, Limit: 100, Total: 0 } }),
  ListFunctions: () => ({ Functions: [], TotalCount: 0 }),
  DescribeSecurityRule: () => ({ AclTag: 'CUSTOM', Rule: null }),
  DescribeCloudBaseGWAPI: () => ({ APISet: [], Total: 0 }),
  DescribeStorageSafeRule: () => ({ AclTag: 'PRIVATE', Rule: null }),
  GetFunction: () => ({ Status: 'Active', Triggers: [] }),
  RunCommands: () => ({ Data: ['[]'] }),
};

/**
 * Stands where manager-node hands a request to the network: everything above (names, shapes, the
 * zip) is the unmodified SDK. Returns what was asked, in order, and the way back.
 */
export function recordTencent(answers: Answers = {}) {
  const require = createRequire(import.meta.url);
  const { CloudService } = require('@cloudbase/manager-node/lib/utils/cloud-api-request.js') as {
    CloudService: { prototype: { requestWithSign(): Promise<object> } };
  };
  const recorded: Recorded[] = [];
  const original = CloudService.prototype.requestWithSign;
  CloudService.prototype.requestWithSign = async function (this: Service) {
    const { service, action, data } = this;
    recorded.push({ service, action, data });
    if (action === 'DescribeTable' && !answers[action]) {
      const error = { Code: 'ResourceNotFound', Message: `${String(data.TableName)} not found` };
      return { Response: { Error: error, RequestId: 'r' } };
    }
    const answer = answers[action] ?? untouched[action];
    return { Response: { RequestId: 'r', ...answer?.(data) } };
  };
  const { setInterval } = globalThis;
  // The SDK asks once a second whether a function is up; here it is at once.
  globalThis.setInterval = ((work: () => void) => setInterval(work, 1)) as typeof setInterval;
  return {
    recorded,
    restore: () => {
      CloudService.prototype.requestWithSign = original;
      globalThis.setInterval = setInterval;
    },
  };
}

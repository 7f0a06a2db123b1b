import { parseArgs } from 'node:util';
import { BuildError } from '../builder/project';

export interface DeployOptions {
  readonly envId: string;
  readonly apply: boolean;
  /** The deployer's environment: what the manifest's `settings` name is taken from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Null: the environment is not read, the plan compares with an empty one. */
  readonly secrets: { readonly secretId: string; readonly secretKey: string } | null;
  readonly region: string | null;
  /** Null: the mini-program is not uploaded. */
  readonly upload: {
    readonly appid: string;
    readonly privateKeyPath: string;
    readonly version: string;
    readonly description: string;
  } | null;
}

export const usage = `npm run deploy -- --env <environment id> [--apply] [--region ap-shanghai]
    [--appid wx… --key <upload key file> --version 1.0.0 --desc "what is new"]

Without --apply nothing is changed: the plan is printed. Secrets come from the environment only:
TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRETKEY; without them the plan is that of an empty environment.
Merchant keys and other settings (WXPAY_…, ALIPAY_…, WALLET_…, SUBSCRIBE_…, IDENTITY_KEY,
HTTP_BASE_URL) come from there as well; those that it does not have stay as they are in the cloud.
MINIPROGRAM_APPID and MINIPROGRAM_KEY_PATH stand in for --appid and --key.`;

/** Reads the command line; throws BuildError with the usage for what does not fit. */
export function readDeployOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DeployOptions {
  const { values } = parse(args);
  const envId = values.env;
  if (!envId) throw new BuildError(`--env is missing\n\n${usage}`);
  const secretId = env.TENCENTCLOUD_SECRETID;
  const secretKey = env.TENCENTCLOUD_SECRETKEY;
  const secrets = secretId && secretKey ? { secretId, secretKey } : null;
  if (values.apply && !secrets) {
    throw new BuildError('--apply needs TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY');
  }
  const appid = values.appid ?? env.MINIPROGRAM_APPID;
  const privateKeyPath = values.key ?? env.MINIPROGRAM_KEY_PATH;
  if (Boolean(appid) !== Boolean(privateKeyPath)) {
    throw new BuildError(`--appid and --key belong together\n\n${usage}`);
  }
  const { version = '0.1.0', desc: description = 'npm run deploy' } = values;
  const upload = appid && privateKeyPath ? { appid, privateKeyPath, version, description } : null;
  const { apply = false, region = null } = values;
  return { envId, apply, environment: env, secrets, region, upload };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        env: { type: 'string' },
        apply: { type: 'boolean' },
        region: { type: 'string' },
        appid: { type: 'string' },
        key: { type: 'string' },
        version: { type: 'string' },
        desc: { type: 'string' },
      },
    });
  } catch (error) {
    throw new BuildError(`${(error as Error).message}\n\n${usage}`);
  }
}

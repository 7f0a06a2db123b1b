import { type Callbacks, settle } from '../wx/settle';
import { createDatabase } from './database';
import { cloudFailure } from './errors';
import { CloudID, callFunction } from './functions';
import { WatchSocket } from './socket';
import { deleteFile, downloadFile, getTempFileURL, type PhoneFiles, uploadFile } from './storage';
import { type Connection, createWire, type Fields } from './wire';

type Options = Callbacks & Fields;

/**
 * `wx.cloud` of the phone, over the client protocol of CloudBase (`/web` and `/ws`). Small and
 * without the official js-sdk: that one keeps its login in the browser's storage, which all
 * phones of a stage share, and weighs more than the rest of the phone together.
 */
export function createCloud(connection: Connection, files: PhoneFiles) {
  let env: string | null = null;
  const envId = (): string => {
    if (env === null) throw new Error('Cloud API isn’t enabled, please call wx.cloud.init first');
    return env;
  };
  const wire = createWire(connection, envId);
  const socket = new WatchSocket(wire);
  const answer = (name: string, options: Options, work: () => Promise<object>) => {
    const api = `cloud.${name}`;
    return settle(api, options, work, (error) => cloudFailure(api, error));
  };
  return {
    init(options: { readonly env?: unknown } = {}): void {
      env = typeof options.env === 'string' ? options.env : 'local';
    },
    callFunction: (options: Options = {}) =>
      answer('callFunction', options, () => callFunction(wire, options)),
    database: () => {
      envId();
      return createDatabase({ wire, socket, env: envId });
    },
    uploadFile: (options: Options = {}) =>
      answer('uploadFile', options, () => uploadFile(wire, files, options)),
    downloadFile: (options: Options = {}) =>
      answer('downloadFile', options, () => downloadFile(wire, files, options)),
    getTempFileURL: (options: Options = {}) =>
      answer('getTempFileURL', options, () => getTempFileURL(wire, options)),
    deleteFile: (options: Options = {}) =>
      answer('deleteFile', options, () => deleteFile(wire, options)),
    CloudID: (id: string) => new CloudID(id),
  };
}

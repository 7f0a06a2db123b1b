import { type ActionHandler, type Caller, CloudError } from '../types';
import { checkPath, type FileAccess } from './access';
import type { FileStore } from './store';
import type { TicketOffice } from './tickets';

export interface FileService {
  readonly store: FileStore;
  readonly tickets: TicketOffice;
  readonly access: FileAccess;
  /** `http://host:port`. */
  readonly url: string;
  readonly envId: string;
}

/** The bucket's name in file ids; the platform derives it from the account. */
const BUCKET = 'local';
const UPLOAD_MS = 15 * 60_000;
const DOWNLOAD_SECONDS = 7200;
const FILES_PER_CALL = 50;
const NONEXISTENT = { code: 'STORAGE_FILE_NONEXIST', message: 'file does not exist' };
const DENIED = { code: 'STORAGE_EXCEED_AUTHORITY', message: 'no permission' };
const SUCCESS = { code: 'SUCCESS', message: '' };

/** The `storage.*` actions of the wire. */
export function fileActions(service: FileService): Record<string, ActionHandler> {
  return {
    'storage.getUploadMetadata': async ({ params, caller }) => {
      const path = checkPath(params.path);
      const existing = await service.store.describe(path);
      if (!service.access.mayWrite(caller, path, existing)) throw denied();
      return { fields: { data: uploadOf(service, path, caller) } };
    },
    'storage.batchGetDownloadUrl': async ({ params, caller }) => {
      const files = listOf(params.file_list);
      const download_list = await Promise.all(files.map((file) => download(service, file, caller)));
      return { fields: { data: { download_list } } };
    },
    'storage.batchDeleteFile': async ({ params, caller }) => {
      const ids = listOf(params.fileid_list);
      const delete_list = await Promise.all(ids.map((id) => remove(service, id, caller)));
      return { fields: { data: { delete_list } } };
    },
    'storage.batchCopyFile': async ({ params, caller }) => {
      const copy_list = [];
      for (const each of listOf(params.file_list)) {
        copy_list.push(await copy(service, recordOf(each), caller));
      }
      return { fields: { data: { copy_list } } };
    },
  };
}

function uploadOf(service: FileService, path: string, caller: Caller) {
  const openid = caller.kind === 'client' ? caller.openid : null;
  const authorization = service.tickets.issue({
    path,
    use: 'write',
    openid,
    expires: Date.now() + UPLOAD_MS,
  });
  return {
    url: `${service.url}/files/${encodeURI(path)}`,
    token: 'local',
    authorization,
    fileId: fileIdOf(service, path),
    cosFileId: Buffer.from(path).toString('base64url'),
    download_url: readableUrl(service, path, DOWNLOAD_SECONDS),
  };
}

async function download(service: FileService, requested: unknown, caller: Caller) {
  const { fileid, max_age } = recordOf(requested);
  const path = pathOf(service, fileid);
  const file = path === null ? null : await service.store.describe(path);
  const refusal = !file ? NONEXISTENT : service.access.mayRead(caller, file) ? null : DENIED;
  if (!file || refusal) return { fileID: fileid, tempFileURL: '', ...refusal };
  const seconds = typeof max_age === 'number' && max_age > 0 ? max_age : DOWNLOAD_SECONDS;
  const url = readableUrl(service, file.path, seconds);
  return { fileID: fileid, tempFileURL: url, download_url: url, maxAge: seconds, ...SUCCESS };
}

async function remove(service: FileService, id: unknown, caller: Caller) {
  const path = pathOf(service, id);
  const file = path === null ? null : await service.store.describe(path);
  if (!file) return { fileID: id, ...NONEXISTENT };
  if (!service.access.mayWrite(caller, file.path, file)) return { fileID: id, ...DENIED };
  await service.store.remove(file.path);
  return { fileID: id, ...SUCCESS };
}

async function copy(service: FileService, order: Record<string, unknown>, caller: Caller) {
  const { store, access } = service;
  const target = checkPath(order.dst_path);
  const file = await store.describe(checkPath(order.src_path));
  const bytes = file && (await store.read(file.path));
  const fileId = fileIdOf(service, target);
  if (!file || !bytes) return { fileId, ...NONEXISTENT };
  const existing = await store.describe(target);
  const removes = order.remove_original === true;
  const allowed =
    access.mayRead(caller, file) &&
    access.mayWrite(caller, target, existing) &&
    (!removes || access.mayWrite(caller, file.path, file));
  if (!allowed) return { fileId, ...DENIED };
  if (existing && order.overwrite === false) {
    return { fileId, code: 'STORAGE_FILE_EXIST', message: 'file exists already' };
  }
  await store.write({ ...file, path: target }, bytes);
  if (removes) await store.remove(file.path);
  return { fileId, ...SUCCESS };
}

const fileIdOf = ({ envId }: FileService, path: string) => `cloud://${envId}.${BUCKET}/${path}`;

/** Null for an id that is none, or of another environment. */
function pathOf({ envId }: FileService, id: unknown): string | null {
  const match = typeof id === 'string' ? /^cloud:\/\/([^./]+)\.[^/]+\/(.+)$/.exec(id) : null;
  return match?.[1] === envId ? (match[2] ?? null) : null;
}

/** Not percent-encoded: the SDKs do that themselves before they fetch it. */
function readableUrl({ url, tickets }: FileService, path: string, seconds: number): string {
  const expires = Date.now() + seconds * 1000;
  const sign = tickets.issue({ path, use: 'read', openid: null, expires });
  return `${url}/files/${path}?sign=${sign}`;
}

const denied = () => new CloudError(DENIED.code, DENIED.message);

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new CloudError('INVALID_PARAM', 'a list of files is needed');
  if (value.length > FILES_PER_CALL) {
    throw new CloudError('INVALID_PARAM', `${value.length} files, ${FILES_PER_CALL} are allowed`);
  }
  return value;
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

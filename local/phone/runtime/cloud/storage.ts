import { CloudFailure, WireFailure } from './errors';
import { type Fields, isFields, type Wire } from './wire';

/** How `wx.cloud` reads and keeps files of the phone: by the paths pages pass around. */
export interface PhoneFiles {
  /** @throws Error `file not exist` for a path the phone never gave out. */
  read(path: string): Promise<Blob>;
  /** @returns a temporary path whose name ends like `name`. */
  keep(content: Blob, name: string): string;
}

const BATCH_LIMIT = 50;

function listed(api: string, fileList: unknown): readonly string[] {
  if (!Array.isArray(fileList) || fileList.length === 0) {
    throw new CloudFailure(-501007, `${api}:fail parameter.fileList should be a non-empty array`);
  }
  if (fileList.length > BATCH_LIMIT) {
    throw new CloudFailure(-501007, `${api}:fail at most ${BATCH_LIMIT} files a call`);
  }
  return fileList.map((file) => String(isFields(file) ? file.fileID : file));
}

const rows = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : [];

const statusOf = (row: Fields): Fields =>
  row.code === 'SUCCESS'
    ? { status: 0, errMsg: 'ok' }
    : { status: -503003, errMsg: String(row.code ?? 'STORAGE_FILE_NONEXIST') };

/** `{ fileID, statusCode }`. */
export async function uploadFile(wire: Wire, files: PhoneFiles, options: Fields): Promise<object> {
  const { cloudPath, filePath } = options;
  if (typeof cloudPath !== 'string' || !/^[^/].*[^/]$|^[^/]$/.test(cloudPath)) {
    throw new CloudFailure(-501007, 'cloud.uploadFile:fail invalid cloudPath');
  }
  const content = await files.read(String(filePath));
  const { data } = await wire.send('storage.getUploadMetadata', { path: cloudPath, method: 'put' });
  const response = await fetch(String(data.url), {
    method: 'PUT',
    headers: {
      Authorization: String(data.authorization ?? ''),
      'x-cos-security-token': String(data.token ?? ''),
      'x-cos-meta-fileid': String(data.cosFileId ?? ''),
      'content-type': content.type || 'application/octet-stream',
    },
    body: content,
  });
  const complaint = await response.text();
  if (!response.ok || complaint.includes('<Error>')) {
    throw new WireFailure('STORAGE_REQUEST_FAIL', complaint || `status ${response.status}`, '');
  }
  return { fileID: data.fileId, statusCode: response.status };
}

/** `{ fileList: [{ fileID, tempFileURL, maxAge, status, errMsg }] }`, in the order asked. */
export async function getTempFileURL(wire: Wire, options: Fields): Promise<{ fileList: Fields[] }> {
  const ids = listed('cloud.getTempFileURL', options.fileList);
  const file_list = ids.map((fileid) => ({ fileid, max_age: 7200 }));
  const { data } = await wire.send('storage.batchGetDownloadUrl', { file_list });
  const found = new Map(rows(data.download_list).map((row) => [rowId(row), row]));
  return {
    fileList: ids.map((fileID) => {
      const row = found.get(fileID) ?? {};
      const url = row.tempFileURL ?? row.download_url ?? '';
      return { fileID, tempFileURL: String(url), maxAge: 7200, ...statusOf(row) };
    }),
  };
}

const rowId = (row: Fields): string => String(row.fileID ?? row.fileid ?? '');

/** `{ fileList: [{ fileID, status, errMsg }] }`. */
export async function deleteFile(wire: Wire, options: Fields): Promise<object> {
  const ids = listed('cloud.deleteFile', options.fileList);
  const { data } = await wire.send('storage.batchDeleteFile', { fileid_list: ids });
  const found = new Map(rows(data.delete_list).map((row) => [rowId(row), row]));
  return { fileList: ids.map((fileID) => ({ fileID, ...statusOf(found.get(fileID) ?? {}) })) };
}

/** `{ tempFilePath, statusCode }`. */
export async function downloadFile(wire: Wire, files: PhoneFiles, options: Fields) {
  const fileID = String(options.fileID);
  const { fileList } = await getTempFileURL(wire, { fileList: [fileID] });
  const [file] = fileList;
  if (file === undefined || file.status !== 0) {
    throw new WireFailure('STORAGE_FILE_NONEXIST', `${fileID} does not exist`, '');
  }
  const response = await fetch(String(file.tempFileURL));
  if (!response.ok) throw new WireFailure('STORAGE_REQUEST_FAIL', `status ${response.status}`, '');
  const name = fileID.slice(fileID.lastIndexOf('/') + 1);
  return { tempFilePath: files.keep(await response.blob(), name), statusCode: response.status };
}

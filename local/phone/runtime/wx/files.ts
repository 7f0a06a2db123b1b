import type { PhoneFiles } from '../cloud/storage';
import { type Callbacks, Refusal, settle } from './settle';

/** Where a mini-program keeps its own files; they last as long as this phone's page. */
export const USER_DATA_PATH = 'wxfile://usr';

export interface FileStore extends PhoneFiles {
  write(path: string, content: Uint8Array<ArrayBuffer>): void;
  /** @throws Refusal for a file that is not the mini-program's own. */
  own(path: string): Uint8Array<ArrayBuffer>;
  remove(path: string): void;
}

/** Temporary files are `blob:` addresses, so that `<image>` shows them without further ado. */
export function createFileStore(): FileStore {
  const ownFiles = new Map<string, Uint8Array<ArrayBuffer>>();
  const missing = (path: string): Refusal =>
    new Refusal(`no such file or directory, open '${path}'`, { errno: 1300002 });
  return {
    keep(content, name) {
      return `${URL.createObjectURL(content)}#${encodeURIComponent(name)}`;
    },
    async read(path) {
      const own = ownFiles.get(path);
      if (own !== undefined) return new Blob([own]);
      if (!/^(blob|data):/.test(path)) throw missing(path);
      const response = await fetch(path).catch(() => null);
      if (response === null) throw missing(path);
      return response.blob();
    },
    write(path, content) {
      if (!path.startsWith(`${USER_DATA_PATH}/`)) {
        throw new Refusal(`permission denied, open '${path}'`, { errno: 1300013 });
      }
      ownFiles.set(path, content);
    },
    own(path) {
      const content = ownFiles.get(path);
      if (content === undefined) throw missing(path);
      return content;
    },
    remove(path) {
      if (!ownFiles.delete(path)) throw missing(path);
    },
  };
}

interface FileOptions extends Callbacks {
  readonly filePath?: string;
  readonly path?: string;
  readonly data?: string | ArrayBuffer;
  readonly encoding?: string;
}

const isText = (encoding: string | undefined): boolean =>
  encoding === 'utf8' || encoding === 'utf-8';

function toBytes(data: unknown, encoding: string): Uint8Array<ArrayBuffer> {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (typeof data !== 'string') throw new Refusal('data must be a string or an ArrayBuffer');
  if (isText(encoding)) return new TextEncoder().encode(data);
  if (encoding === 'base64') return Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  throw new Refusal(`invalid encoding "${encoding}"`);
}

function fromBytes(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: string | undefined,
): string | ArrayBuffer {
  if (encoding === undefined) return bytes.slice().buffer;
  if (isText(encoding)) return new TextDecoder().decode(bytes);
  if (encoding === 'base64') return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
  throw new Refusal(`invalid encoding "${encoding}"`);
}

/** `wx.getFileSystemManager()`: the operations on whole files. */
export function fileSystemManager(files: FileStore) {
  const write = (path = '', data: unknown = '', encoding = 'utf8'): void =>
    files.write(path, toBytes(data, encoding));
  return {
    writeFileSync: write,
    readFileSync: (path: string, encoding?: string) => fromBytes(files.own(path), encoding),
    accessSync: (path: string): void => void files.own(path),
    unlinkSync: (path: string): void => files.remove(path),
    writeFile: (options: FileOptions) =>
      settle('writeFile', options, () => write(options.filePath, options.data, options.encoding)),
    readFile: (options: FileOptions) =>
      settle('readFile', options, async () => {
        const content = await files.read(options.filePath ?? '');
        const bytes = new Uint8Array(await content.arrayBuffer());
        return { data: fromBytes(bytes, options.encoding) };
      }),
    access: (options: FileOptions) =>
      settle('access', options, () => void files.own(options.path ?? '')),
    unlink: (options: FileOptions) =>
      settle('unlink', options, () => files.remove(options.filePath ?? '')),
  };
}

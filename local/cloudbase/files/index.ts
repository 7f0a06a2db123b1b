import type { CollectionRules } from '../manifestTypes';
import type { ActionHandler, HttpRoute } from '../types';
import { FileAccess } from './access';
import { fileActions } from './actions';
import { fileRoute } from './http';
import { createFileStore } from './store';
import { TicketOffice } from './tickets';

export interface FilesOptions {
  /** Null keeps files in memory. */
  readonly dataDir: string | null;
  readonly rules: CollectionRules;
  /** `http://host:port`. */
  readonly url: string;
  readonly envId: string;
}

export interface Files {
  readonly actions: Readonly<Record<string, ActionHandler>>;
  readonly route: HttpRoute;
  /** Deletes all files (reset). */
  clear(): Promise<void>;
}

/** Cloud storage: the `storage.*` actions and the `/files` addresses they hand out. */
export function createFiles({ dataDir, rules, url, envId }: FilesOptions): Files {
  const store = createFileStore(dataDir);
  const tickets = new TicketOffice();
  const access = new FileAccess(rules);
  return {
    actions: fileActions({ store, tickets, access, url, envId }),
    route: fileRoute(store, tickets),
    clear: () => store.clear(),
  };
}

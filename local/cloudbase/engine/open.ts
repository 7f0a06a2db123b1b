import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../manifestTypes';
import type { CloudOptions } from '../types';
import { Journal } from './journal';
import { Store } from './store';

const DATABASE_FILE = 'documents.db';

/** The documents of an environment: in a folder, which is made, or in memory only. */
export function openStore(
  { dataDir, transactionMs }: CloudOptions,
  { collections }: Manifest,
): Store {
  if (dataDir !== null) mkdirSync(dataDir, { recursive: true });
  const journal = dataDir === null ? null : new Journal(join(dataDir, DATABASE_FILE));
  const store = new Store(journal, transactionMs);
  for (const [name, spec] of Object.entries(collections)) store.define(name, spec);
  return store;
}

import Database from 'libsql';
import { parse, storedText } from '../ejson';
import type { Doc } from './document';

/** One line of a commit: the document's new text, or null for its removal. */
export interface JournalEntry {
  readonly collection: string;
  readonly key: string;
  readonly doc: Doc | null;
}

/**
 * What survives: every commit is in SQLite's write-ahead log, whole or not at all, before it is
 * acknowledged. A killed process loses nothing (a crash of the machine may lose the last commits).
 */
export class Journal {
  readonly #database: Database.Database;
  readonly #put: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #setMeta: Database.Statement;
  readonly #getMeta: Database.Statement;

  constructor(file: string) {
    this.#database = new Database(file);
    this.#database.exec('PRAGMA journal_mode=WAL');
    this.#database.exec('PRAGMA synchronous=NORMAL');
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS documents(collection TEXT, key TEXT, body TEXT, ' +
        'PRIMARY KEY(collection, key)) WITHOUT ROWID;' +
        'CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT)',
    );
    this.#put = this.#database.prepare('INSERT OR REPLACE INTO documents VALUES(?, ?, ?)');
    this.#delete = this.#database.prepare('DELETE FROM documents WHERE collection = ? AND key = ?');
    this.#setMeta = this.#database.prepare('INSERT OR REPLACE INTO meta VALUES(?, ?)');
    this.#getMeta = this.#database.prepare('SELECT value FROM meta WHERE name = ?');
  }

  *documents(collection: string): Iterable<Doc> {
    const rows = this.#database
      .prepare('SELECT body FROM documents WHERE collection = ?')
      .all(collection) as { body: string }[];
    for (const { body } of rows) yield parse(body, 0) as Doc;
  }

  write(entries: readonly JournalEntry[]): void {
    const together = entries.length > 1;
    if (together) this.#database.exec('BEGIN');
    try {
      for (const { collection, key, doc } of entries) {
        if (doc === null) this.#delete.run(collection, key);
        else this.#put.run(collection, key, storedText(doc));
      }
      if (together) this.#database.exec('COMMIT');
    } catch (error) {
      if (together) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  clear(): void {
    this.#database.exec('DELETE FROM documents');
  }

  /** Small facts kept beside the documents, such as the clock's shift. */
  meta(name: string): string | null {
    const row = this.#getMeta.get(name) as { value: string } | undefined;
    return row?.value ?? null;
  }

  setMeta(name: string, value: string): void {
    this.#setMeta.run(name, value);
  }

  close(): void {
    this.#database.close();
  }
}

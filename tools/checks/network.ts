import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow } from '../builder/files';
import type { Problem } from './problem';

/** Names that look like addresses and are never fetched. */
const namespaces = /^https?:\/\/www\.w3\.org\//;

/**
 * Addresses in code, templates and styles. The phone reaches the cloud through `wx.cloud`, which
 * needs none; an address is a font, picture or script that would come from somebody else's server.
 */
export async function checkAddresses(root: string): Promise<Problem[]> {
  const files = (await filesBelow(root)).filter((path) => /\.(wxss|wxml|wxs|js)$/.test(path));
  const problems: Problem[] = [];
  for (const file of files) {
    const lines = (await readFile(join(root, file), 'utf8')).split('\n');
    for (const [index, line] of lines.entries()) {
      for (const [address] of line.matchAll(/\bhttps?:(?:\/\/|%2F%2F)[^\s"'`)\\<>]*/gi)) {
        if (namespaces.test(address)) continue;
        problems.push({ file, line: index + 1, message: `fetches ${address.slice(0, 80)}` });
      }
    }
  }
  return problems;
}

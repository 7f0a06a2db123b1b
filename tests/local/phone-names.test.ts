import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

const runtime = path.resolve(import.meta.dirname, '../../local/phone/runtime');

/** Classes that WeChat itself gives to pressed tags. */
const WECHAT = ['button-hover', 'navigator-hover'];

test.each(['phone.css', 'builtins/builtins.css', 'wx/sheets.css'])(
  'no class or animation of %s is a name that a page could have',
  async (file) => {
    const css = await readFile(path.join(runtime, file), 'utf8');
    const rules = css.replace(/\/\*.*?\*\//gs, '').replace(/\{[^{}]*\}/g, '{}');
    const classes = [...rules.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name);
    const motions = [...rules.matchAll(/@keyframes ([\w-]+)/g)].map(([, name = '']) => name);
    const strange = [...classes, ...motions].filter(
      (name) => !/^(wxphone|wxui)\b/.test(name) && !WECHAT.includes(name),
    );
    expect([classes.length > 0, strange]).toEqual([true, []]);
  },
);

import { mkdtempSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Files = Readonly<Record<string, string | object>>;

/** Writes files below a new temporary folder; objects as JSON. Returns the folder. */
export async function writeTree(files: Files): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'courtside-build-'));
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    const text = typeof contents === 'string' ? contents : JSON.stringify(contents);
    await writeFile(join(root, path), text);
  }
  return root;
}

/** A small mini-program: two tabs, a subpackage, TDesign in both, a module with state, dayjs. */
export const smallApp: Files = {
  'shared/base/time.ts':
    "import dayjs from 'dayjs';\nexport const year = (at: number): number => dayjs(at).year();\n",
  'shared/contracts/visit.ts':
    "import * as z from 'zod';\nexport const visit = z.object({ at: z.number() });\nexport type Visit = { at: number };\n",
  'miniprogram/app.json': {
    pages: ['pages/home/home', 'pages/me/me'],
    subPackages: [{ root: 'packages/staff', name: 'staff', pages: ['desk/desk'] }],
    tabBar: {
      list: [
        { pagePath: 'pages/home/home', text: '首页' },
        { pagePath: 'pages/me/me', text: '我的' },
      ],
    },
  },
  'miniprogram/app.ts':
    "import { count } from './services/counter';\nApp({ onLaunch() { count(); } });\n",
  'miniprogram/app.wxss': "@import './styles/tokens.wxss';\npage { color: var(--ink); }\n",
  'miniprogram/styles/tokens.wxss': 'page { --ink: #14201b; }\n',
  'miniprogram/services/counter.ts':
    "import { year } from '@shared/base/time';\nimport type { Visit } from '@shared/contracts/visit';\nlet n = 0;\nexport const count = (visit?: Visit): number => (n += visit?.at ?? year(0));\n",
  'miniprogram/pages/home/home.json': {
    usingComponents: {
      't-button': 'tdesign-miniprogram/button/button',
      dial: '/components/dial/dial',
    },
  },
  'miniprogram/pages/home/home.ts':
    "import { count } from '../../services/counter';\nPage({ data: { n: 0 }, onLoad() { this.setData({ n: count() }); } });\n",
  'miniprogram/pages/home/home.wxml':
    '<wxs src="./format.wxs" module="format"/>\n<t-button icon="add">{{format.plain(n)}}</t-button><dial value="{{n}}"/>\n',
  'miniprogram/pages/home/home.wxss': '.n { color: red; }\n',
  'miniprogram/pages/home/format.wxs': 'module.exports = { plain: function (n) { return n; } };\n',
  'miniprogram/components/dial/dial.json': { component: true },
  'miniprogram/components/dial/dial.ts': 'Component({ properties: { value: Number } });\n',
  'miniprogram/components/dial/dial.wxml': '<view>{{value}}</view>\n',
  'miniprogram/pages/me/me.json': {},
  'miniprogram/pages/me/me.ts': 'Page({});\n',
  'miniprogram/pages/me/me.wxml': '<view/>\n',
  'miniprogram/packages/staff/desk/desk.json': {
    usingComponents: {
      't-button': 'tdesign-miniprogram/button/button',
      't-stepper': 'tdesign-miniprogram/stepper/stepper',
      't-toast': 'tdesign-miniprogram/toast/toast',
    },
  },
  'miniprogram/packages/staff/desk/desk.ts':
    "import Toast from 'tdesign-miniprogram/toast/index';\nimport { count } from '../../../services/counter';\nPage({ onLoad() { count(); Toast({ context: this, selector: '#t', message: '好' }); } });\n",
  'miniprogram/packages/staff/desk/desk.wxml': '<t-stepper/><t-button/><t-toast id="t"/>\n',
};

/** Two functions: one with the SDK and all that a manifest says, one with nothing. */
export const smallFunctions: Files = {
  'shared/base/answer.ts': 'export const answer = 42;\n',
  'cloudfunctions/manifest.json': {
    functions: {
      visit: {
        openapi: ['wxacode.getUnlimited'],
        timers: [{ name: 'minute', cron: '0 * * * * * *' }],
      },
      plain: {},
    },
  },
  'cloudfunctions/_kit/index.ts': 'export const kit = 1;\n',
  'cloudfunctions/visit/index.ts':
    "import tcb from '@cloudbase/node-sdk';\nexport const main = () => tcb.SYMBOL_CURRENT_ENV;\n",
  'cloudfunctions/plain/index.ts':
    "import { answer } from '@shared/base/answer';\nexport const main = () => answer;\n",
};

import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { checkAppJson } from '../../tools/checks/appJson';
import { compileWithWechat } from '../../tools/checks/compilers';
import { checkExpressions } from '../../tools/checks/expressions';
import { checkAddresses } from '../../tools/checks/network';
import { checkPackageSizes, packageSizes } from '../../tools/checks/packages';
import { describeProblem } from '../../tools/checks/problem';
import { writeTree } from './build-fixture';

const made: string[] = [];

async function tree(files: Parameters<typeof writeTree>[0]): Promise<string> {
  const root = await writeTree(files);
  made.push(root);
  return root;
}

afterEach(async () => {
  for (const root of made.splice(0)) await rm(root, { recursive: true, force: true });
});

describe('templates hold nothing that a phone refuses', () => {
  test.each([
    ['{{items.slice(1)}}', 'method call'],
    ['{{(a)(b)}}', 'method call'],
    ['{{a ?? b}}', '“??”'],
    ['{{a?.b}}', '“?.”'],
    ['{{typeof a}}', '“typeof”'],
    ['{{`a`}}', 'template string'],
    ['{{items.map(i => i.id)}}', 'method call'],
    ['{{a => b}}', '“=>”'],
    ['{{a = b}}', '“=”'],
    ['{{a ** 2}}', '“**”'],
    ['{{/x/ ? 1 : 2}}', 'regular expression'],
    ['{{new Date}}', '“new”'],
  ])('%s is refused', (expression, named) => {
    const [problem] = checkExpressions('a.wxml', `<view>\n<text a="${expression}"/></view>`);
    expect(problem?.message).toContain(named);
    expect(problem?.line).toBe(2);
  });

  test.each([
    '{{a / b / 2}}',
    '{{a ? b.c[0] : "x(y)"}}',
    "{{['a', b]}}",
    '{{ {a: 1, ...b} }}',
    '{{a === 1 && !b || c >= 2}}',
    '{{data.new}}',
    "{{'a' + b}}",
  ])('%s is fine', (expression) => {
    expect(checkExpressions('a.wxml', `<view>${expression}</view>`)).toEqual([]);
  });

  test('functions of a wxs module may be called; comments and wxs are not templates', () => {
    const wxml = `<wxs module="m">module.exports={f:function(){return '{{a()}}'}}</wxs>
      <!-- {{b()}} --><view a="{{m.f(x)}}">{{m.deep.g(1) + other.f(1)}}</view>`;
    const problems = checkExpressions('a.wxml', wxml);
    expect(problems.map(({ line }) => line)).toEqual([2]);
    expect(problems[0]?.message).toContain('other.f(1)');
  });
});

describe('app.json is what WeChat accepts', () => {
  const page = (path: string) => ({
    [`${path}.js`]: '',
    [`${path}.wxml`]: '',
    [`${path}.json`]: {},
  });
  const check = async (app: object, files: Record<string, string | object> = {}) => {
    const root = await tree({ ...page('a/a'), ...page('b/b'), ...files, 'app.json': app });
    return (await checkAppJson(root)).map(describeProblem).join('\n');
  };
  const tab = (pagePath: string) => ({ pagePath, text: '页' });

  test('two tabs of the main package are fine', async () => {
    expect(await check({ pages: ['a/a', 'b/b'], tabBar: { list: [tab('a/a'), tab('b/b')] } })).toBe(
      '',
    );
  });

  test.each([
    ['a page without files', { pages: ['a/a', 'c/c'] }, 'page c/c has no wxml'],
    ['a page named twice', { pages: ['a/a', 'a/a'] }, 'named twice'],
    ['one tab', { pages: ['a/a'], tabBar: { list: [tab('a/a')] } }, '1 tabs'],
    [
      'a tab in a subpackage',
      {
        pages: ['a/a'],
        subPackages: [{ root: 'b', pages: ['b'] }],
        tabBar: { list: [tab('a/a'), tab('b/b')] },
      },
      'not a page of the main package',
    ],
    [
      'an unknown preload',
      { pages: ['a/a'], preloadRule: { 'a/a': { packages: ['x'] } } },
      'unknown package x',
    ],
    [
      'a main page within a subpackage',
      { pages: ['a/a', 'b/b'], subPackages: [{ root: 'b', pages: ['b'] }] },
      'lies in subpackage b',
    ],
    [
      'a themed tab icon that is missing in the dark',
      {
        pages: ['a/a', 'b/b'],
        themeLocation: 'theme.json',
        tabBar: { list: [{ ...tab('a/a'), iconPath: '@i' }, tab('b/b')] },
      },
      'dark.png does not exist',
    ],
  ])('%s is refused', async (_, app, message) => {
    const theme = { light: { i: 'light.png' }, dark: { i: 'dark.png' } };
    expect(await check(app, { 'theme.json': theme, 'light.png': '' })).toContain(message);
  });
});

describe('WeChat’s own compilers', () => {
  test('they name file and line of a template and of a style that they refuse', async () => {
    const root = await tree({
      'good/good.wxml': '<view wx:if="{{a}}">{{b}}</view>',
      'pages/bad/bad.wxml': '<view>\n<text></view>\n',
      'pages/bad/bad.wxss': '.a { color: red; }\n.b { color: }\n}}',
      'good/good.wxss': '.a { color: red; }',
    });
    const said = (await compileWithWechat(root)).map(describeProblem);
    expect(said).toHaveLength(2);
    expect(said.find((text) => text.includes('wcc'))).toMatch(/^pages\/bad\/bad\.wxml:\d+: /);
    expect(said.find((text) => text.includes('wcsc'))).toMatch(/^pages\/bad\/bad\.wxss:3: /);
  });
});

describe('what travels', () => {
  test('an address in code, template or style is named with its line', async () => {
    const root = await tree({
      'a.wxss': '@font-face{\nsrc:url(https://tdesign.gtimg.com/t.woff',
      'a.js': "const ns = 'http://www.w3.org/2000/svg';",
      'a.wxml': '<image src="http://example.com/a.png"/>',
    });
    const said = (await checkAddresses(root)).map(describeProblem);
    expect(said).toEqual([
      'a.wxml:1: fetches http://example.com/a.png',
      'a.wxss:2: fetches https://tdesign.gtimg.com/t.woff',
    ]);
  });

  test('each package is weighed apart; over 1 MB is too much', async () => {
    const root = await tree({
      'app.json': { pages: [], subPackages: [{ root: 'packages/big', pages: [] }] },
      'a.js': 'x'.repeat(1000),
      'packages/big/b.js': 'x'.repeat(1024 * 1024 + 1),
    });
    expect((await packageSizes(root)).map(({ bytes }) => bytes > 1024 * 1024)).toEqual([
      false,
      true,
    ]);
    const [problem, ...more] = await checkPackageSizes(root);
    expect(problem?.file).toBe('packages/big');
    expect(more).toEqual([]);
  });
});

import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppJson } from '../builder/appGraph';
import type { Problem } from './problem';

/** Size of a tab's icon that WeChat accepts, bytes. */
const largestTabIcon = 40 * 1024;

/**
 * What WeChat's tools refuse of app.json: pages or subpackages that are missing, named twice or in
 * the wrong package, a tab bar of other than 2–5 pages of the main package, unknown preloads.
 */
export async function checkAppJson(root: string): Promise<Problem[]> {
  const app = JSON.parse(await readFile(join(root, 'app.json'), 'utf8')) as AppJson;
  const messages = [
    ...checkPages(app, root),
    ...checkSubpackages(app),
    ...(await checkTabBar(app, root)),
    ...checkPreloads(app),
  ];
  return messages.map((message) => ({ file: 'app.json', message }));
}

function subpackagesOf(app: AppJson) {
  return app.subPackages ?? app.subpackages ?? [];
}

function allPages(app: AppJson): string[] {
  const inPackages = subpackagesOf(app).flatMap(({ root, pages }) =>
    pages.map((page) => `${root.replace(/\/$/, '')}/${page}`),
  );
  return [...(app.pages ?? []), ...inPackages];
}

function checkPages(app: AppJson, root: string): string[] {
  const pages = allPages(app);
  if ((app.pages ?? []).length === 0) return ['there is no page'];
  const twice = pages.filter((page, index) => pages.indexOf(page) !== index);
  const missing = pages.flatMap((page) =>
    ['js', 'wxml', 'json']
      .filter((extension) => !existsSync(join(root, `${page}.${extension}`)))
      .map((extension) => `page ${page} has no ${extension}`),
  );
  return [...twice.map((page) => `page ${page} is named twice`), ...missing];
}

function checkSubpackages(app: AppJson): string[] {
  const packages = subpackagesOf(app);
  const names = packages.map(({ name }) => name).filter((name) => name !== undefined);
  const problems: string[] = [];
  for (const { root, pages } of packages) {
    const others = packages.filter((other) => other.root !== root);
    if (pages.length === 0) problems.push(`subpackage ${root} has no page`);
    if (root.startsWith('/')) problems.push(`subpackage root ${root} begins with a slash`);
    if (others.some((other) => root.startsWith(`${other.root}/`))) {
      problems.push(`subpackage ${root} lies within another`);
    }
    for (const page of app.pages ?? []) {
      if (page.startsWith(`${root}/`))
        problems.push(`main page ${page} lies in subpackage ${root}`);
    }
  }
  if (new Set(names).size !== names.length) problems.push('two subpackages have one name');
  return problems;
}

async function checkTabBar(app: AppJson, root: string): Promise<string[]> {
  if (!app.tabBar) return [];
  const tabs = app.tabBar.list ?? [];
  const themes = await readThemes(app, root);
  const problems: string[] = [];
  if (tabs.length < 2 || tabs.length > 5) problems.push(`tabBar has ${tabs.length} tabs, not 2–5`);
  for (const tab of tabs) {
    if (!app.pages?.includes(tab.pagePath)) {
      problems.push(`tab ${tab.pagePath} is not a page of the main package`);
    }
    if (!tab.text) problems.push(`tab ${tab.pagePath} has no text`);
    const icons = [tab.iconPath, tab.selectedIconPath].filter((icon) => icon !== undefined);
    for (const icon of icons.flatMap((name) => themed(name, themes))) {
      const path = join(root, icon);
      if (!existsSync(path)) problems.push(`tab icon ${icon} does not exist`);
      else if ((await stat(path)).size > largestTabIcon) problems.push(`${icon} is over 40 KB`);
      if (!/\.(png|jpe?g)$/.test(icon)) problems.push(`tab icon ${icon} must be png or jpg`);
    }
  }
  return problems;
}

type Theme = Readonly<Record<string, string>>;

async function readThemes(app: AppJson, root: string): Promise<Theme[]> {
  if (!app.themeLocation) return [];
  const file = await readFile(join(root, app.themeLocation), 'utf8');
  return Object.values(JSON.parse(file) as Record<string, Theme>);
}

/** `@name` stands for one value in light and another in dark. */
function themed(value: string, themes: readonly Theme[]): string[] {
  if (!value.startsWith('@')) return [value];
  return themes.map((theme) => theme[value.slice(1)] ?? value);
}

function checkPreloads(app: AppJson): string[] {
  const known = subpackagesOf(app).flatMap(({ root, name }) => [root, ...(name ? [name] : [])]);
  return Object.entries(app.preloadRule ?? {}).flatMap(([page, { packages = [] }]) => [
    ...(allPages(app).includes(page) ? [] : [`preloadRule names the unknown page ${page}`]),
    ...packages
      .filter((name) => name !== '__APP__' && !known.includes(name))
      .map((name) => `preloadRule of ${page} names the unknown package ${name}`),
  ]);
}

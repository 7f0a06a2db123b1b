import type { ComponentSource } from './graph';
import type { Problem } from './problems';
import type { PackageTemplates } from './templates';

const SYNTAX = new Set(['block', 'template', 'slot', 'import', 'include', 'wxs']);

export interface TagCheck {
  /** Unknown tags in the project's own templates. */
  readonly problems: readonly Problem[];
  /** Unknown tags in npm components, which fail only when they are drawn. */
  readonly missing: readonly string[];
}

/** Compares the tags of each component with what it may use. */
export function checkTags(
  components: readonly ComponentSource[],
  templates: PackageTemplates,
  builtins: ReadonlySet<string>,
): TagCheck {
  const problems: Problem[] = [];
  const missing = new Set<string>();
  for (const { path, config } of components) {
    for (const tag of templates.tags.get(path) ?? []) {
      const { name, file, line, column } = tag;
      if (SYNTAX.has(name) || builtins.has(name)) continue;
      if (name in config.usingComponents || name in (config.componentGenerics ?? {})) continue;
      if (file.includes('node_modules')) missing.add(name);
      else {
        const text = `unknown tag <${name}>: neither built in nor in usingComponents of ${path}.json`;
        problems.push({ level: 'error', file, line, column, text });
      }
    }
  }
  return { problems, missing: [...missing] };
}

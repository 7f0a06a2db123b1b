import path from 'node:path';
import postcss, { CssSyntaxError } from 'postcss';
import { drawIconsLocally, type IconDrawer } from './icons';
import { browserLengths, hasPhoneLength } from './lengths';
import type { Problem } from './problems';
import { browserSelector } from './selectors';
import { DerivedCache, type Sources } from './sources';

interface StyleFile {
  readonly css: string;
  /** Files this one imports, in order; they come before it. */
  readonly imports: readonly string[];
  readonly problems: readonly Problem[];
}

/** WXSS to CSS, a file at a time. */
export class StyleCompiler {
  readonly #files: DerivedCache<StyleFile>;

  constructor(
    private readonly miniprogramRoot: string,
    private readonly sources: Sources,
    private readonly icons: IconDrawer,
    private readonly report: (problem: Problem) => void,
  ) {
    this.#files = new DerivedCache(sources);
  }

  /** The CSS of a file and all it imports; empty when there is no such file. */
  compile(file: string, seen = new Set<string>()): string {
    if (!this.sources.exists(file) || seen.has(file)) return '';
    seen.add(file);
    const style = this.#files.get(file, (use) => {
      use(file);
      return this.#translate(file);
    });
    for (const problem of style.problems) this.report(problem);
    const imported = style.imports.map((other) => {
      if (!this.sources.exists(other)) {
        this.report({ level: 'error', file, text: `@import "${other}" is not found` });
      }
      return this.compile(other, seen);
    });
    return imported.join('') + this.icons.fill(file, style.css);
  }

  #translate(file: string): StyleFile {
    let root: postcss.Root;
    try {
      root = postcss.parse(this.sources.read(file), { from: file });
    } catch (error) {
      if (!(error instanceof CssSyntaxError)) throw error;
      const { line = 1, column = 1, reason } = error;
      return {
        css: '',
        imports: [],
        problems: [{ level: 'error', file, line, column, text: reason }],
      };
    }
    const imports = this.#takeImports(root, file);
    root.walkComments((comment) => void comment.remove());
    root.walkRules((rule) => {
      const parent = rule.parent;
      const inKeyframes = parent?.type === 'atrule' && /keyframes$/.test(nameOf(parent));
      if (!inKeyframes) rule.selector = browserSelector(rule.selector);
    });
    root.walkDecls((declaration) => {
      if (hasPhoneLength(declaration.value)) declaration.value = browserLengths(declaration.value);
    });
    if (this.icons.isIconSheet(file)) drawIconsLocally(root);
    return { css: root.toString(), imports, problems: [] };
  }

  #takeImports(root: postcss.Root, file: string): readonly string[] {
    const imports: string[] = [];
    root.walkAtRules('import', (rule) => {
      const target = /^(?:url\()?\s*['"]?([^'")]+)/.exec(rule.params)?.[1];
      if (target === undefined) return;
      const at = target.startsWith('/')
        ? path.join(this.miniprogramRoot, target)
        : path.resolve(path.dirname(file), target);
      imports.push(path.extname(at) ? at : `${at}.wxss`);
      rule.remove();
    });
    return imports;
  }
}

function nameOf(node: object): string {
  return 'name' in node && typeof node.name === 'string' ? node.name : '';
}

import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { fileOf, normal, type PackageSource, type Places } from './graph';
import type { Problem } from './problems';
import { DerivedCache, type Sources } from './sources';
import { type TagUse, tagsOf } from './tags';
import { wxsRequires, wxsToJavaScript } from './wxs';

/** What addTmpl reports; 0-based places. */
interface TemplateMessage {
  readonly level: 'Fatal' | 'Error' | 'Warn' | 'Note';
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
}

export interface PackageTemplates {
  /** An expression: template path → template. */
  readonly code: string;
  readonly problems: readonly Problem[];
  /** Tags in use, by the template file's path, its imports and includes counted in. */
  readonly tags: ReadonlyMap<string, readonly (TagUse & { readonly file: string })[]>;
}

/** WeChat's template compiler calls `Q.A` around `change:prop`, `Q.C` around event handlers. */
const WXS_HOOKS = 'Q.A=__phoneWxs.changeProperty;Q.C=__phoneWxs.handleEvent;';

/** Warnings here, errors of WeChat's own compiler. */
const REFUSED = new Set(['missing end tag', 'invalid end tag', 'duplicated attribute']);

/** WXML and WXS of one package at a time, compiled again when one of the package's files changed. */
export class TemplateCompiler {
  readonly #cache: DerivedCache<PackageTemplates>;

  constructor(
    private readonly places: Places,
    private readonly sources: Sources,
    /** Templates that do not lie on disk: the built-in tags. */
    private readonly builtins: Readonly<Record<string, string>>,
  ) {
    this.#cache = new DerivedCache(sources);
  }

  compile(pack: PackageSource): PackageTemplates {
    const key = `${pack.name} ${pack.components.map((component) => component.path).join(' ')}`;
    return this.#cache.get(key, (use) => {
      const run = new GroupRun(this.places, this.sources, use);
      if (pack.name === 'main') {
        for (const [at, source] of Object.entries(this.builtins)) run.add(at, source);
      }
      for (const component of pack.components) run.add(component.path);
      return run.finish();
    });
  }
}

/** One group of templates under compilation. */
class GroupRun {
  readonly #group = new TmplGroup();
  readonly #done = new Set<string>();
  readonly #problems: Problem[] = [];
  readonly #imports = new Map<string, readonly string[]>();
  readonly #ownTags = new Map<string, readonly (TagUse & { readonly file: string })[]>();

  constructor(
    private readonly places: Places,
    private readonly sources: Sources,
    private readonly use: (file: string) => void,
  ) {}

  /** Adds a template and everything it imports, includes or requires. */
  add(at: string, builtin?: string): void {
    if (this.#done.has(at)) return;
    this.#done.add(at);
    const file = `${fileOf(at, this.places, this.sources)}.wxml`;
    const source = builtin ?? this.#read(file);
    if (source === null) {
      this.#problems.push({ level: 'error', file, text: 'template is not found' });
      return;
    }
    for (const message of this.#group.addTmpl(at, source) as readonly TemplateMessage[]) {
      this.#report(file, message);
    }
    for (const name of this.#group.getInlineScriptModuleNames(at) as readonly string[]) {
      const script = wxsToJavaScript(this.#group.getInlineScript(at, name));
      this.#group.setInlineScript(at, name, script);
    }
    if (builtin === undefined) {
      this.#ownTags.set(
        at,
        tagsOf(source).map((tag) => ({ ...tag, file })),
      );
    }
    const imports = this.#group.getDirectDependencies(at) as readonly string[];
    this.#imports.set(at, imports);
    for (const other of imports) this.add(other);
    for (const script of this.#group.getScriptDependencies(at) as readonly string[]) {
      this.#addScript(script, file);
    }
  }

  finish(): PackageTemplates {
    this.#group.setExtraRuntimeScript(WXS_HOOKS);
    const code = this.#group.getTmplGenObjectGroups();
    this.#group.free();
    const tags = new Map([...this.#ownTags.keys()].map((at) => [at, this.#tagsWithImports(at)]));
    return { code, problems: this.#problems, tags };
  }

  #tagsWithImports(at: string, seen = new Set<string>()): (TagUse & { readonly file: string })[] {
    if (seen.has(at)) return [];
    seen.add(at);
    const imported = (this.#imports.get(at) ?? []).flatMap((other) =>
      this.#tagsWithImports(other, seen),
    );
    return [...(this.#ownTags.get(at) ?? []), ...imported];
  }

  #addScript(at: string, from: string): void {
    if (this.#done.has(`${at}.wxs`)) return;
    this.#done.add(`${at}.wxs`);
    const file = `${fileOf(at, this.places, this.sources)}.wxs`;
    const source = this.#read(file);
    if (source === null) {
      this.#problems.push({ level: 'error', file: from, text: `${at}.wxs is not found` });
      return;
    }
    this.#group.addScript(at, wxsToJavaScript(source));
    for (const required of wxsRequires(source)) {
      const other = path.posix.join(path.posix.dirname(at), required.replace(/\.wxs$/, ''));
      this.#addScript(normal(other), file);
    }
  }

  #read(file: string): string | null {
    this.use(file);
    return this.sources.exists(file) ? this.sources.read(file) : null;
  }

  #report(file: string, { level, message, startLine, startColumn }: TemplateMessage): void {
    const isLibrary = file.includes('node_modules');
    const isRefused = !isLibrary && REFUSED.has(message);
    const isError = level === 'Fatal' || level === 'Error' || isRefused;
    if (!isError && isLibrary) return;
    this.#problems.push({
      level: isError ? 'error' : 'warning',
      file,
      line: startLine + 1,
      column: startColumn + 1,
      text: message,
    });
  }
}

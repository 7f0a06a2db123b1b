/** Something wrong in a source file; an error keeps the phone from starting. */
export interface Problem {
  readonly level: 'error' | 'warning';
  readonly file: string;
  /** 1-based; absent when the whole file is meant. */
  readonly line?: number;
  readonly column?: number;
  readonly text: string;
}

/** `file:line:column text`, the form editors turn into links. */
export function formatProblem({ file, line, column, text }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place} ${text}`;
}

/** What one build did. Times are ms. */
export interface BuildReport {
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  readonly milliseconds: {
    readonly graph: number;
    readonly templates: number;
    readonly styles: number;
    readonly scripts: number;
    readonly total: number;
  };
  readonly components: number;
}

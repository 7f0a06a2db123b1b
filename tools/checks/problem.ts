/** Something a phone or a reviewer would refuse. `file` is relative to the checked folder. */
export interface Problem {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

/** `pages/me/me.wxml:3: …`, the form that editors make a link of. */
export function describeProblem({ file, line, message }: Problem): string {
  return `${file}${line ? `:${line}` : ''}: ${message}`;
}

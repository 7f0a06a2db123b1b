/** Errors of the app, for people (a strip on the phone) and for tests (`__phoneErrors`). */
export class ErrorStrip {
  readonly #messages: string[] = [];

  constructor(private readonly element: HTMLElement) {
    Object.assign(globalThis, { __phoneErrors: this.#messages });
    element.addEventListener('click', () => {
      element.hidden = true;
    });
  }

  show(error: unknown, where: string): void {
    const message = error instanceof Error ? error.message : describe(error);
    this.#messages.push(where === '' ? message : `${where}: ${message}`);
    console.error(`[phone] ${where}`, error);
    this.element.textContent = this.#messages.slice(-4).join('\n');
    this.element.hidden = false;
  }
}

/** Fills the phone with what keeps the app from starting. */
export function showProblems(problems: readonly string[]): void {
  for (const problem of problems) console.error(`[phone] ${problem}`);
  const panel = document.createElement('div');
  panel.className = 'wxphone-problems';
  const title = document.createElement('h1');
  title.textContent = `${problems.length} 处编译错误`;
  const list = problems.map((problem) => {
    const item = document.createElement('pre');
    item.textContent = problem;
    return item;
  });
  panel.append(title, ...list);
  document.body.append(panel);
}

function describe(error: unknown): string {
  if (typeof error === 'string') return error;
  const message = (error as { errMsg?: unknown } | null)?.errMsg;
  return typeof message === 'string' ? message : JSON.stringify(error);
}

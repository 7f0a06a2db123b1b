import type { PhoneConfig } from './runtime/manifest';

export interface PhonePage {
  readonly config: PhoneConfig;
  readonly css: string;
  readonly runtime: string;
  /** View and module of the main package. */
  readonly view: string;
  readonly script: string;
  readonly preload: readonly string[];
}

/** The document of one phone. The phone is as large as the window it is shown in. */
export function phoneHtml({ config, css, runtime, view, script, preload }: PhonePage): string {
  const start = config.problems.length > 0 || script === '' ? '' : startScript(view, script);
  const preloads = preload.map((url) => `<link rel="modulepreload" href="${url}">`).join('\n');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>phone</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${css}">
${preloads}
<script type="application/json" id="phone-config">${inline(config)}</script>
</head>
<body>
<script src="${runtime}"></script>
${start}
</body>
</html>
`;
}

function startScript(view: string, script: string): string {
  return `<script src="${view}"></script>
<script type="module">import * as main from ${JSON.stringify(script)}; __phone.start(main);</script>`;
}

/** JSON that cannot end the script element it stands in. */
function inline(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

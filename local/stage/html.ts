import type { Door, StageOptions } from './options';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** JSON that cannot end the script element it stands in. */
const inline = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/stage-assets/stage.css">
</head>
${body}
</html>
`;
}

export function stageHtml(options: StageOptions): string {
  return page(
    options.title,
    `<body class="stage">
<script type="application/json" id="stage-config">${inline(options)}</script>
<script type="module" src="/stage-assets/stage.js"></script>
</body>`,
  );
}

/** Address of the phone that a door's tablet is. */
export function doorUrl({ venueId, label, as, path }: Door): string {
  const query = new URLSearchParams({ as, path, label, frame: `door-${venueId}`, screen: '1' });
  return `/phone?${query}`;
}

/** The tablet alone: fills a real tablet's screen, stands in a frame on a larger one. */
export function doorHtml(door: Door): string {
  return page(
    door.label,
    `<body class="alone">
<div class="bezel tablet"><iframe title="${escaped(door.label)}" src="${escaped(doorUrl(door))}"></iframe></div>
</body>`,
  );
}

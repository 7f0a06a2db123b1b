import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { HttpRoute } from '../../../local/cloudbase';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const STYLE = `body { margin: 0; height: 100vh; background: #f4f7f5; } body[data-theme=dark] { background: #111; }
#ui { position: fixed; inset: 0; pointer-events: none; } canvas { display: block; margin: 40px auto; width: 200px; height: 200px; }`;

/** `/phone` for tests of `wx` and the stage that need no mini-program. */
export async function barePhoneRoutes(): Promise<HttpRoute[]> {
  const { outputFiles } = await build({
    entryPoints: [here('./page.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  const sheets = readFileSync(here('../../../local/phone/runtime/wx/sheets.css'), 'utf8');
  const html = `<!doctype html><meta charset="utf-8"><style>${STYLE}${sheets}</style><body><script type="module" src="/phone-script.js"></script>`;
  return [
    {
      prefix: '/phone-script.js',
      handle: (_, response) => {
        response.setHeader('content-type', 'text/javascript; charset=utf-8');
        response.end(outputFiles[0]?.text);
      },
    },
    {
      prefix: '/phone',
      handle: (_, response) => {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(html);
      },
    },
  ];
}

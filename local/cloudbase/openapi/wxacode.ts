/// <reference path="./pngjs.d.ts" />
import { PNG } from 'pngjs';
import qrcode from 'qrcode-generator';
import type { ApiArguments, ApiReply } from './wire';

/** `wxacode.getUnlimited`, arguments as WeChat names them. */
export interface CodeArguments {
  readonly page: string;
  readonly scene: string;
  readonly env_version: 'release' | 'trial' | 'develop';
}

const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]*$/;
const SCENE_LENGTH = 32;
const WIDTH = { least: 280, usual: 430, most: 1280 };
/** White modules around the code; scanners need four. */
const QUIET = 4;

/**
 * What the local code says: a mini-program code of the real platform is a format of its own that
 * only WeChat reads, so here a plain QR code carries `wxacode://<appid>/<page>?scene=…&env=…`,
 * values percent-encoded. A scanner answers it with path `<page>?scene=<scene, encoded>`.
 */
export const codeText = (appId: string, { page, scene, env_version }: CodeArguments): string =>
  `wxacode://${appId}/${page}?scene=${encodeURIComponent(scene)}&env=${env_version}`;

export interface CodeOptions {
  readonly appId: string;
  /** The mini-program's pages; null when they are not known. */
  readonly pages: readonly string[] | null;
}

/** A PNG of the code, or WeChat's error as JSON. */
export function getUnlimited(args: ApiArguments, { appId, pages }: CodeOptions): ApiReply {
  const { scene, page = pages?.[0] ?? 'pages/index/index', env_version = 'release' } = args;
  if (typeof scene !== 'string' || scene === '' || scene.length > SCENE_LENGTH) {
    return error(40169, 'invalid length for scene, or the data is not json string');
  }
  if (!SCENE.test(scene)) return error(40129, 'invalid scene');
  // A leading slash or a query makes it a page that does not exist.
  if (typeof page !== 'string' || /^\/|[?#]|^$/.test(page)) return error(41030, 'invalid page');
  if (args.check_path !== false && pages && !pages.includes(page)) {
    return error(41030, 'invalid page');
  }
  if (env_version !== 'release' && env_version !== 'trial' && env_version !== 'develop') {
    return error(40097, 'invalid env_version');
  }
  const { width = WIDTH.usual } = args;
  if (typeof width !== 'number' || width < WIDTH.least || width > WIDTH.most) {
    return error(40097, 'invalid width');
  }
  const ink = inkOf(args.line_color);
  if (!ink) return error(40097, 'invalid line_color');
  const text = codeText(appId, { page, scene, env_version });
  const bytes = draw(text, { width: Math.round(width), ink, clear: args.is_hyaline === true });
  return { bytes, contentType: 'image/png' };
}

const error = (errcode: number, errmsg: string): ApiReply => ({ json: { errcode, errmsg } });

type Colour = readonly [red: number, green: number, blue: number];

/** WeChat takes the components as numbers or decimal texts; absent means black. */
function inkOf(colour: unknown): Colour | null {
  if (colour === undefined) return [0, 0, 0];
  if (typeof colour !== 'object' || colour === null) return null;
  const { r, g, b } = colour as Record<string, unknown>;
  const parts = [r, g, b].map(Number);
  const [red = -1, green = -1, blue = -1] = parts;
  return parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)
    ? [red, green, blue]
    : null;
}

interface Drawing {
  /** Pixels, both ways. */
  readonly width: number;
  readonly ink: Colour;
  /** Transparent ground instead of white. */
  readonly clear: boolean;
}

function draw(text: string, { width, ink, clear }: Drawing): Buffer {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const modules = code.getModuleCount() + 2 * QUIET;
  const png = new PNG({ width, height: width });
  for (let y = 0; y < width; y += 1) {
    const row = Math.floor((y * modules) / width) - QUIET;
    for (let x = 0; x < width; x += 1) {
      const column = Math.floor((x * modules) / width) - QUIET;
      const dark = within(row, column, modules) && code.isDark(row, column);
      png.data.set(dark ? [...ink, 255] : [255, 255, 255, clear ? 0 : 255], (y * width + x) * 4);
    }
  }
  return PNG.sync.write(png);
}

const within = (row: number, column: number, modules: number) =>
  Math.min(row, column) >= 0 && Math.max(row, column) < modules - 2 * QUIET;

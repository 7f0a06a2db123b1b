import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow } from '../builder/files';
import { projectRoot } from '../builder/project';
import type { Problem } from './problem';

const folders: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'mac',
  win32: 'windows',
};

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Every template and style through WeChat's own compilers (npm `miniprogram-compiler`, wcc of 2020:
 * a floor, not today's compiler, but stricter than a browser). Throws where they do not run.
 */
export async function compileWithWechat(root: string): Promise<Problem[]> {
  const files = await filesBelow(root);
  const ending = (extension: string) => files.filter((path) => path.endsWith(extension));
  const templates = await compileTemplates(root, [...ending('.wxml'), ...ending('.wxs')]);
  const styles = await compileStyles(root, ending('.wxss'));
  return [...templates, ...styles];
}

async function compileTemplates(root: string, files: readonly string[]): Promise<Problem[]> {
  if (files.length === 0) return [];
  const run = await compile('wcc', ['-d', '-cc', '0', ...files, '-gn', '$gwx'], root);
  if (run.code !== 0) return problemsIn(run.stderr || run.stdout, 'wcc');
  try {
    new Function(run.stdout);
  } catch (error) {
    return [{ file: 'wxml', message: `wcc made no JavaScript: ${(error as Error).message}` }];
  }
  return [];
}

/** One run reads every file, and stops at the first that is wrong. */
async function compileStyles(root: string, files: readonly string[]): Promise<Problem[]> {
  if (files.length === 0) return [];
  const run = await compile('wcsc', ['-lc', '-js', ...files], root);
  return run.code === 0 ? [] : problemsIn(run.stderr || run.stdout, 'wcsc');
}

/**
 * wcc prints `a.wxml:3:7: what`, wcsc `ERR: a.wxss(3:1): what` and a count; what has another form
 * is kept whole.
 */
function problemsIn(output: string, compiler: 'wcc' | 'wcsc'): Problem[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/file count/.test(line));
  return lines.map((text) => {
    const [, path, line, message] =
      /^(?:ERR: )?(?:\.\/)?(\S+?\.wx\w+)[:(](\d+):\d+\)?:?\s*(.*)$/.exec(text) ?? [];
    if (!path) return { file: compiler, message: text.trim() };
    return { file: path, line: Number(line), message: `${compiler}: ${message}` };
  });
}

async function compile(name: 'wcc' | 'wcsc', args: string[], cwd: string): Promise<Run> {
  const folder = folders[process.platform];
  if (!folder) throw new Error(`miniprogram-compiler has no ${name} for ${process.platform}`);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = join(
    projectRoot,
    'node_modules/miniprogram-compiler/bin',
    folder,
    `${name}${suffix}`,
  );
  await chmod(bin, 0o755);
  return new Promise((resolve, reject) => {
    execFile(bin, args, { cwd, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

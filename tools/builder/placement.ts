import { posix } from 'node:path';
import type { AppGraph, Unit } from './appGraph';

/**
 * The package in which a component of npm travels: the one subpackage that needs it, or the main
 * package. `''` is the main package.
 */
export function placeOf(unit: Unit): string {
  const [only = '', ...more] = unit.packages;
  return more.length === 0 ? only : '';
}

/** Where a file of an npm package stands in the built mini-program, e.g. for `tdesign-miniprogram/…`. */
export function npmTarget(place: string, path: string): string {
  return posix.join(place, 'miniprogram_npm', path);
}

/**
 * Where a page or component stands in the built mini-program, without extension. Component
 * references are rewritten to it as absolute paths, so that nothing depends on how a version of
 * the developer tools searches `miniprogram_npm` from within a subpackage.
 */
export function unitTarget(path: string, graph: AppGraph): string {
  const unit = graph.units.get(path);
  return unit?.npm ? npmTarget(placeOf(unit), path) : path;
}

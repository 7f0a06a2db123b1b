import { defineRichText } from './richText';
import { defineTag } from './tag';

/** Tags that only show something: canvas, icon, progress and rich-text. */
export function defineDisplays(): void {
  defineCanvas();
  defineIcon();
  defineProgress();
  defineRichText();
}

function defineCanvas(): void {
  defineTag('canvas', {
    properties: { type: '', canvasId: '', disableScroll: false },
    connect: (tag) => {
      const canvas = tag.part('canvas') as HTMLCanvasElement;
      // What WeChat's canvas node has and the browser's does not.
      Object.assign(canvas, {
        createImage: () => new Image(),
        createPath2D: (path?: Path2D | string) => new Path2D(path),
        requestAnimationFrame: (callback: FrameRequestCallback) => requestAnimationFrame(callback),
        cancelAnimationFrame: (frame: number) => cancelAnimationFrame(frame),
      });
      return {
        update: () => {
          const { type } = tag.properties;
          if (type !== '2d') throw new Error(`<canvas type="${type}"> is not supported: use 2d`);
        },
        node: () => canvas,
      };
    },
  });
}

const ICON_COLORS: Readonly<Record<string, string>> = {
  success: '#07c160',
  success_no_circle: '#07c160',
  info: '#10aeff',
  warn: '#f76260',
  waiting: '#10aeff',
  cancel: '#f43530',
  download: '#07c160',
  search: '#b2b2b2',
  clear: '#b2b2b2',
};

function defineIcon(): void {
  defineTag('icon', {
    properties: { type: 'success', size: 23 as unknown, color: '' },
    connect: (tag) => ({
      update: () => {
        const { type, size, color } = tag.properties;
        const own = ICON_COLORS[type];
        if (own === undefined) throw new Error(`<icon type="${type}"> is not supported`);
        const icon = tag.part('icon');
        icon.dataset.icon = type;
        icon.style.fontSize = `${Number.parseFloat(String(size))}px`;
        icon.style.color = color || own;
      },
    }),
  });
}

function defineProgress(): void {
  defineTag('progress', {
    properties: {
      percent: 0,
      showInfo: false,
      borderRadius: 0 as unknown,
      fontSize: 16 as unknown,
      strokeWidth: 6 as unknown,
      color: '',
      activeColor: '#07c160',
      backgroundColor: '#ebebeb',
      active: false,
      activeMode: 'backwards',
      duration: 30,
    },
    connect: (tag) => {
      tag.element.setAttribute('role', 'progressbar');
      return {
        update: () => {
          const { percent, showInfo, strokeWidth, borderRadius, fontSize } = tag.properties;
          const { color, activeColor, backgroundColor, active, duration } = tag.properties;
          const bar = tag.part('bar').style;
          bar.height = `${Number.parseFloat(String(strokeWidth))}px`;
          bar.borderRadius = `${Number.parseFloat(String(borderRadius))}px`;
          bar.background = backgroundColor;
          const done = tag.part('done').style;
          done.transition = active ? `width ${percent * duration}ms linear` : 'none';
          done.background = color || activeColor;
          done.width = `${Math.min(100, Math.max(0, percent))}%`;
          const info = tag.part('info');
          info.textContent = showInfo ? `${percent}%` : '';
          info.style.fontSize = `${Number.parseFloat(String(fontSize))}px`;
          tag.element.setAttribute('aria-valuenow', String(percent));
        },
      };
    },
  });
}

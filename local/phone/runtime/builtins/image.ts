import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { tagServices } from './services';
import { defineTag, type TagHost } from './tag';

/** How `mode` shows in CSS; every other mode is a place to crop at ("top left"). */
const FIT: Readonly<Record<string, string>> = {
  scaleToFill: 'fill',
  aspectFit: 'contain',
  aspectFill: 'cover',
  widthFix: 'fill',
  heightFix: 'fill',
};

const properties = {
  src: '',
  mode: 'scaleToFill',
  lazyLoad: false,
  webp: false,
  showMenuByLongpress: false,
};

export function defineImages(): void {
  for (const name of ['image', 'cover-image']) defineTag(name, { properties, connect });
}

function connect(tag: TagHost<typeof properties>) {
  const image = tag.part('image') as HTMLImageElement;
  image.alt = '';
  image.draggable = false;
  let shown = '';
  image.addEventListener('load', () => {
    fitToPicture(tag, image);
    tag.trigger('load', { width: image.naturalWidth, height: image.naturalHeight });
  });
  image.addEventListener('error', () => {
    tag.trigger('error', { errMsg: `image load failed: ${tag.properties.src}` });
  });
  return {
    update: () => {
      const { src, mode, lazyLoad } = tag.properties;
      const fit = FIT[mode];
      image.loading = lazyLoad ? 'lazy' : 'eager';
      image.style.objectFit = fit ?? 'none';
      image.style.objectPosition = fit ? '' : mode;
      tag.reflect('mode', mode);
      if (src === shown) return fitToPicture(tag, image);
      shown = src;
      void load(tag, image, src);
    },
  };
}

async function load(
  tag: TagHost<typeof properties>,
  image: HTMLImageElement,
  src: string,
): Promise<void> {
  image.hidden = src === '';
  if (src === '') return image.removeAttribute('src');
  try {
    const url = src.startsWith('cloud://')
      ? await tagServices().cloudFileUrl(src)
      : tagServices().host.assetUrl(fromComponent(tag.node, src));
    // The page may have changed its mind while the address was asked for.
    if (tag.properties.src === src) image.src = url;
  } catch (error) {
    const errMsg = error instanceof Error ? error.message : 'image load failed';
    tag.trigger('error', { errMsg });
  }
}

/** A relative path is meant from the file it is written in. */
function fromComponent(node: glassEasel.Element, src: string): string {
  if (/^(\/|[a-z]+:)/i.test(src)) return src;
  const owner = node.ownerShadowRoot?.getHostNode();
  const base = owner && glassEasel.Component.isComponent(owner) ? owner.is : '';
  return new URL(src, `http://phone/${base}`).pathname;
}

function fitToPicture(tag: TagHost<typeof properties>, image: HTMLImageElement): void {
  const { naturalWidth, naturalHeight } = image;
  const { element } = tag;
  if (naturalWidth === 0 || naturalHeight === 0) return;
  if (tag.properties.mode === 'widthFix') {
    element.style.height = `${(element.clientWidth * naturalHeight) / naturalWidth}px`;
  }
  if (tag.properties.mode === 'heightFix') {
    element.style.width = `${(element.clientHeight * naturalWidth) / naturalHeight}px`;
  }
}

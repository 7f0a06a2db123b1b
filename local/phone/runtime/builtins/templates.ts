const HOLDS = '<slot/>';

/**
 * Templates of the built-in tags, compiled with those of the app. `h5-x` is the browser's own
 * element; `part` names it for tag code and style sheet. A tag exists if it is in this table.
 */
export const builtinTemplates: Readonly<Record<string, string>> = {
  view: HOLDS,
  text: HOLDS,
  span: HOLDS,
  label: HOLDS,
  form: HOLDS,
  button: HOLDS,
  navigator: HOLDS,
  'cover-view': HOLDS,
  'swiper-item': HOLDS,
  picker: HOLDS,
  'checkbox-group': HOLDS,
  'radio-group': HOLDS,
  'page-meta': HOLDS,
  'root-portal': '<h5-div part="portal"><slot/></h5-div>',
  image: '<h5-img part="image"/><slot/>',
  'cover-image': '<h5-img part="image"/>',
  input: '<h5-input part="field"/><h5-span part="placeholder" class="placeholder-class"/>',
  textarea: '<h5-textarea part="field"/><h5-span part="placeholder" class="placeholder-class"/>',
  'scroll-view':
    '<h5-div part="scroller"><h5-div part="refresher"/><h5-div part="content"><slot/></h5-div></h5-div>',
  swiper:
    '<h5-div part="window"><h5-div part="track"><slot/></h5-div></h5-div><h5-div part="dots"/>',
  'picker-view': '<h5-div part="columns"><slot/></h5-div>',
  'picker-view-column':
    '<h5-div part="scroller"><h5-div part="content"><slot/></h5-div></h5-div><h5-div part="mask"/><h5-div part="indicator"/>',
  switch: '<h5-div part="box"/>',
  checkbox: '<h5-div part="box"/><slot/>',
  radio: '<h5-div part="box"/><slot/>',
  slider: '<h5-input type="range" part="range"/><h5-span part="value"/>',
  progress: '<h5-div part="bar"><h5-div part="done"/></h5-div><h5-span part="info"/>',
  canvas: '<h5-canvas part="canvas"/><slot/>',
  'rich-text': '<h5-div part="content"/>',
  icon: '<h5-i part="icon"/>',
};

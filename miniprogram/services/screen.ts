const FULL = 1;
/** WeChat's word for "as bright as the phone's own setting". */
const AS_SET = -1;

/** A screen that is shown to a scanner: it does not go dark, and is as bright as it can be. */
export function holdScreenUp(): void {
  wx.setKeepScreenOn({ keepScreenOn: true });
  if (wx.canIUse('setScreenBrightness')) wx.setScreenBrightness({ value: FULL });
}

export function letScreenRest(): void {
  wx.setKeepScreenOn({ keepScreenOn: false });
  if (wx.canIUse('setScreenBrightness')) wx.setScreenBrightness({ value: AS_SET });
}

/** The camera could not be used, for example because the person never allowed it. */
export class ScanFailure extends Error {
  override readonly name = 'ScanFailure';
}

/**
 * The text of a QR code held before the camera; null when the person closed the scanner. Codes
 * from the album are not taken: a door code proves presence only while it is on the screen.
 */
export async function scanCode(): Promise<string | null> {
  try {
    const { result } = await wx.scanCode({ onlyFromCamera: true, scanType: ['qrCode'] });
    return result;
  } catch (error) {
    const { errMsg = '' } = error as { errMsg?: string };
    if (errMsg.includes('cancel')) return null;
    throw new ScanFailure(errMsg);
  }
}

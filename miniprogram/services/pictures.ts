import { now } from './clock';

/** The temporary path of one picture that the person chose; null when they closed the chooser. */
async function choosePicture(): Promise<string | null> {
  try {
    const { tempFiles } = await wx.chooseMedia({
      count: 1,
      mediaType: ['image'],
      sizeType: ['compressed'],
    });
    return tempFiles[0]?.tempFilePath ?? null;
  } catch (error) {
    const { errMsg = '' } = error as { errMsg?: string };
    if (errMsg.includes('cancel')) return null;
    throw error;
  }
}

/**
 * Uploads a picture of this phone and answers its file id. `folder` says what it is of
 * (`venues/ID`); the name is new each time, so that no cache shows the one before.
 */
export async function uploadPicture(folder: string, path: string): Promise<string> {
  const name = `${now()}-${Math.floor(Math.random() * 1e6)}`;
  const { fileID } = await wx.cloud.uploadFile({
    cloudPath: `${folder}/${name}${extensionOf(path)}`,
    filePath: path,
  });
  return fileID;
}

/** `.jpg`, `.png` …; compressed pictures without one are JPEG. */
function extensionOf(path: string): string {
  return /\.(?:jpe?g|png|webp|gif)$/i.exec(path)?.[0].toLowerCase() ?? '.jpg';
}

/** The picture that was chosen in a form: sent once, however often saving is tried. */
export class ChosenPicture {
  private path = '';
  private fileId: string | null = null;

  /** The temporary path to show it from; null when the chooser was closed: the one before stays. */
  async choose(): Promise<string | null> {
    const path = await choosePicture();
    if (path !== null) {
      this.path = path;
      this.fileId = null;
    }
    return path;
  }

  /** What is stored is shown again, or no picture at all. */
  forget(): void {
    this.path = '';
    this.fileId = null;
  }

  /** Its file id below `folder`; null while none was chosen. */
  async uploaded(folder: string): Promise<string | null> {
    const { path, fileId } = this;
    if (path === '' || fileId !== null) return fileId;
    const made = await uploadPicture(folder, path);
    // Another one may have been chosen meanwhile: that one is not sent yet.
    if (this.path === path) this.fileId = made;
    return made;
  }
}

/**
 * Hands a text over to the person as a file: to a chat of theirs (also the file helper's). Returns
 * false when they closed the chooser.
 */
export async function handOver(fileName: string, text: string): Promise<boolean> {
  const path = `${wx.env.USER_DATA_PATH}/${fileName}`;
  wx.getFileSystemManager().writeFileSync(path, text, 'utf8');
  try {
    await wx.shareFileMessage({ filePath: path, fileName });
    return true;
  } catch (error) {
    const { errMsg = '' } = error as { errMsg?: string };
    if (errMsg.includes('cancel')) return false;
    throw new Error(errMsg);
  } finally {
    wx.getFileSystemManager().unlinkSync(path);
  }
}

/** Returns a drawn picture as a PNG file. */
export function blobOf(picture: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => {
      return blob ? resolve(blob) : reject(new Error('the picture is too large to be saved'));
    });
  });
}

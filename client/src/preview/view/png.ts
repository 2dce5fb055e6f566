/** Pixels of the file to each pixel of the screen. */
const SCALE = 2;

/**
 * A picture of our renderer as PNG in twice its size. The SVG goes through a blob of this page's own: the page's policy
 * lets in images from there and from nowhere else.
 * @returns undefined where the browser cannot draw it (a picture of no size or beyond what a canvas can hold)
 */
export async function pngOf(svg: string, width: number, height: number): Promise<Uint8Array | undefined> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * SCALE);
    canvas.height = Math.round(height * SCALE);
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png');
    });
    return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
}

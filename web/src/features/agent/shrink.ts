/** Characters in base64: with it a prompt has room for more than one. */
const most = 90_000;
const kept = /^image\/(png|jpeg|gif|webp)$/;
const sides = [1568, 1200, 900, 640, 400];
const qualities = [0.85, 0.65];

/** A picture as small as it has to be to be sent: as it is where that is small enough, else with fewer dots. */
export async function shrink(file: Blob): Promise<{ mimeType: string; data: string }> {
  if (kept.test(file.type) && file.size * 1.34 < most) return { mimeType: file.type, data: await base64(file) };
  const picture = await createImageBitmap(file);
  try {
    for (const side of sides) {
      for (const quality of qualities) {
        const small = await draw(picture, side, quality);
        if (small.size * 1.34 < most) return { mimeType: small.type, data: await base64(small) };
      }
    }
  } finally {
    picture.close();
  }
  throw new RangeError('too large');
}

function draw(picture: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, picture.width * scale), Math.max(1, picture.height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new TypeError('no canvas');
  // What is clear in it would else be black in a JPEG.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

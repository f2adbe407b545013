// Photos are made small on the phone before they leave: a 4 MB picture becomes some 200 KB, which on
// a slow line is the difference between a minute and a few seconds. Without this module the form
// sends the original and the server shrinks it.

/** @param {File} file @param {number} max */
export async function shrink(file, max) {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, max / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  /** @param {string} type @returns {Promise<Blob | null>} */
  const write = (type) => new Promise((done) => canvas.toBlob(done, type, 0.82));
  let blob = await write('image/webp');
  if (blob?.type !== 'image/webp') blob = await write('image/jpeg');
  if (!blob || blob.size >= file.size) return file;
  const ending = blob.type.slice(6);
  return new File([blob], `${file.name.replace(/\.\w+$/, '')}.${ending}`, { type: blob.type });
}

for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[data-shrink]'))) {
  const form = input.form;
  const status = document.createElement('p');
  status.className = 'hint';
  status.setAttribute('role', 'status');
  const shown = document.createElement('div');
  shown.className = 'photos';
  input.after(status, shown);

  input.addEventListener('change', async () => {
    status.textContent = input.dataset.working ?? '';
    const small = new DataTransfer();
    shown.replaceChildren();
    for (const file of input.files ?? []) {
      // A picture this phone cannot read goes as it is; the server says what is wrong with it.
      const ready = await shrink(file, Number(input.dataset.shrink)).catch(() => file);
      small.items.add(ready);
      const image = new Image();
      image.src = URL.createObjectURL(ready);
      shown.append(image);
    }
    input.files = small.files;
    status.textContent = small.files.length ? (input.dataset.ready ?? '') : '';
  });

  form?.addEventListener('submit', () => {
    if (input.files?.length) status.textContent = input.dataset.sending ?? '';
    if (input.files?.length) status.append(document.createElement('progress'));
  });
}

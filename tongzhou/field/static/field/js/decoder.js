// A worker of its own for the decoder, so that the page stays quick while it looks for a code.
// A classic script: the decoder is one, and old phones know no modules in workers.

const scope = /** @type {any} */ (self);

scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  if (data.reader) {
    scope.importScripts(data.reader);
    // By default it would ask a CDN for its WebAssembly.
    const overrides = { locateFile: () => data.wasm };
    await scope.ZXingWASM.prepareZXingModule({ overrides, fireImmediately: true });
    scope.postMessage({ ready: true });
    return;
  }
  const { width, height, pixels } = data;
  const image = new ImageData(new Uint8ClampedArray(pixels), width, height);
  const options = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true };
  const [found] = await scope.ZXingWASM.readBarcodes(image, options).catch(() => []);
  scope.postMessage({ text: found?.text ?? "" });
};

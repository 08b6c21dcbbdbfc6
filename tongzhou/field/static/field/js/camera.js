// The phone's camera, read a few times a second by the decoder (or the browser's own).

/**
 * @typedef {{stop: () => void, torch: (() => Promise<void>)|null}} Camera
 * @typedef {"camera_missing"|"camera_refused"|"camera_none"|"camera_insecure"} Fault
 */

const WIDTH = 960;
const PAUSE = 60;

/** What went wrong with the camera, as the key of a sentence. */
export class CameraFault extends Error {
  /** @param {Fault} key */
  constructor(key) {
    super(key);
    this.key = key;
  }
}

/**
 * Opens the camera and tells each text it reads, until it is stopped.
 * @param {HTMLVideoElement} video @param {{reader: string, wasm: string, decoder: string}} files
 * @param {(text: string) => void} read
 * @returns {Promise<Camera>}
 */
export async function openCamera(video, files, read) {
  if (!isSecureContext || !navigator.mediaDevices) throw new CameraFault("camera_insecure");
  const decode = await decoder(files);
  const stream = await openStream().catch((error) => {
    decode.end();
    throw new CameraFault(error?.name === "NotFoundError" ? "camera_none" : "camera_refused");
  });
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  const [track] = stream.getVideoTracks();
  let isOver = false;
  const look = async () => {
    while (!isOver) {
      const text = await frameText(video, decode.text).catch(() => "");
      if (text && !isOver) read(text);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    decode.end();
  };
  void look();
  const stop = () => {
    isOver = true;
    for (const each of stream.getTracks()) each.stop();
  };
  return { stop, torch: torchOf(track) };
}

function openStream() {
  const wish = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({ video: wish, audio: false });
}

/** @param {MediaStreamTrack} track */
function torchOf(track) {
  const can = /** @type {any} */ (track.getCapabilities?.() ?? {});
  if (!can.torch) return null;
  let isOn = false;
  return async () => {
    isOn = !isOn;
    await track.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: isOn }] }));
  };
}

const canvas = document.createElement("canvas");

/** @param {HTMLVideoElement} video @param {(image: ImageData) => Promise<string>} decode */
async function frameText(video, decode) {
  if (!video.videoWidth || document.hidden) return "";
  const scale = Math.min(1, WIDTH / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return "";
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return decode(context.getImageData(0, 0, canvas.width, canvas.height));
}

/**
 * @param {{reader: string, wasm: string, decoder: string}} files
 * @returns {Promise<{text: (image: ImageData) => Promise<string>, end: () => void}>}
 */
async function decoder({ reader, wasm, decoder: script }) {
  if (reader) {
    const worker = await startedWorker(script, reader, wasm).catch(() => null);
    if (worker) return worker;
  }
  return ownDecoder();
}

/** @param {string} script @param {string} reader @param {string} wasm */
async function startedWorker(script, reader, wasm) {
  const worker = new Worker(script);
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = () => reject(new Error("no decoder"));
    const full = (/** @type {string} */ path) => new URL(path, location.href).href;
    worker.postMessage({ reader: full(reader), wasm: full(wasm) });
    setTimeout(() => reject(new Error("no decoder")), 20_000);
  });
  const text = (/** @type {ImageData} */ { width, height, data }) =>
    new Promise((/** @type {(text: string) => void} */ resolve) => {
      worker.onmessage = (event) => resolve(event.data.text);
      worker.postMessage({ width, height, pixels: data.buffer }, [data.buffer]);
    });
  return { text, end: () => worker.terminate() };
}

/** The browser's own decoder; on many phones the object is there and can do nothing. */
async function ownDecoder() {
  const Detector = /** @type {any} */ (window).BarcodeDetector;
  const formats = (await Detector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (!formats.includes("qr_code")) throw new CameraFault("camera_missing");
  const detector = new Detector({ formats: ["qr_code"] });
  const text = async (/** @type {ImageData} */ image) =>
    String((await detector.detect(image))[0]?.rawValue ?? "");
  return { text, end: () => undefined };
}

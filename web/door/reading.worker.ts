/**
 * Reads QR codes off the page's own thread, so that the picture never stutters.
 *
 * The browser's own reader where there is one (phones), else zxing as WebAssembly, served by us.
 */
import { BarcodeDetector as Ponyfill, prepareZXingModule } from "barcode-detector/ponyfill";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

interface Detector {
  detect(image: ImageData): Promise<{ rawValue: string }[]>;
}

interface Native {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

async function theDetector(): Promise<Detector> {
  const native = (globalThis as { BarcodeDetector?: Native }).BarcodeDetector;
  const formats = await native?.getSupportedFormats().catch((): string[] => []);
  if (native !== undefined && formats?.includes("qr_code")) return new native({ formats: ["qr_code"] });
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return new Ponyfill({ formats: ["qr_code"] });
}

const detector = theDetector();

addEventListener("message", async (event: MessageEvent<ImageData>) => {
  try {
    const found = await (await detector).detect(event.data);
    postMessage({ codes: found.map((code) => code.rawValue) });
  } catch (error) {
    postMessage({ codes: [], error: String(error) });
  }
});

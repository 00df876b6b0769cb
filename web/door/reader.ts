const PAUSE_MS = 40; // more frames than these only warm the phone
const SIDE = 640; // pixels: a badge at arm's length still has three to a module
const WHOLE_EVERY = 4; // frames; between them only the middle is looked at

/**
 * Reads codes from a playing video: one frame at a time, off the page's thread.
 *
 * Mostly the square in the middle, where the frame on the page says to hold the badge; now and then the whole picture.
 */
export class Reader {
  private readonly worker = new Worker(new URL("./reading.worker.ts", import.meta.url), { type: "module" });
  private readonly canvas = document.createElement("canvas");
  private readonly context = this.canvas.getContext("2d", { willReadFrequently: true })!;
  private busy = false;
  private frames = 0;
  private lastAt = -Infinity;
  private handle: number | null = null;
  private stopped = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly found: (code: string) => void,
    failed: (reason: string) => void,
  ) {
    this.worker.onmessage = ({ data }: MessageEvent<{ codes: string[]; error?: string }>) => {
      this.busy = false;
      if (this.stopped) return;
      if (data.error !== undefined) failed(data.error);
      for (const code of data.codes) this.found(code);
    };
    this.worker.onerror = (event) => failed(event.message);
    this.next();
  }

  stop(): void {
    this.stopped = true;
    if (this.handle !== null) {
      if ("cancelVideoFrameCallback" in this.video) this.video.cancelVideoFrameCallback(this.handle);
      else cancelAnimationFrame(this.handle);
    }
    this.worker.terminate();
  }

  private next(): void {
    const look = () => {
      if (this.stopped) return;
      this.look(performance.now());
      this.next();
    };
    this.handle =
      "requestVideoFrameCallback" in this.video
        ? this.video.requestVideoFrameCallback(look)
        : requestAnimationFrame(look); // Firefox before 132
  }

  private look(now: number): void {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (this.busy || width === 0 || now - this.lastAt < PAUSE_MS) return;
    this.busy = true;
    this.lastAt = now;
    const whole = this.frames++ % WHOLE_EVERY === WHOLE_EVERY - 1;
    const side = Math.min(width, height);
    const [w, h] = whole ? [width, height] : [side, side];
    const scale = Math.min(1, SIDE / (whole ? Math.max(w, h) * 0.8 : side));
    this.canvas.width = Math.round(w * scale);
    this.canvas.height = Math.round(h * scale);
    const size = [this.canvas.width, this.canvas.height] as const;
    this.context.drawImage(this.video, (width - w) / 2, (height - h) / 2, w, h, 0, 0, ...size);
    const picture = this.context.getImageData(0, 0, ...size);
    this.worker.postMessage(picture, [picture.data.buffer]);
  }
}

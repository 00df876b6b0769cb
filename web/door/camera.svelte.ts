import { remembered } from "../shared/remembered.svelte.ts";

/** `denied`: the browser or its user said no. `absent`: there is none. `taken`: another program holds it. */
export type CameraState = "off" | "starting" | "on" | "denied" | "absent" | "taken" | "insecure";

interface Torch {
  torch?: boolean;
}

const CHOICE = "dienhong.camera";

/** Which camera looks, and how it stands. Remembers whether it was on, and which one it was. */
export class Camera {
  state = $state<CameraState>("off");
  devices = $state.raw<MediaDeviceInfo[]>([]);
  stream = $state.raw<MediaStream | null>(null);
  hasTorch = $state(false);
  torch = $state(false);
  /** The id of the camera that is looking. */
  current = $state("");
  private readonly wanted = remembered("camera-on", "no", ["yes", "no"]);
  private readonly facing = remembered("camera-facing", "environment", ["environment", "user"]);
  private attempt = 0;

  /** On again, if it was on when the page was last used. */
  async resume(): Promise<void> {
    if (this.wanted.value === "yes") await this.start();
  }

  async start(): Promise<void> {
    const attempt = ++this.attempt;
    this.release();
    if (navigator.mediaDevices === undefined) {
      this.state = "insecure";
      return;
    }
    this.state = "starting";
    try {
      const stream = await this.open();
      if (attempt !== this.attempt) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.use(stream);
      this.wanted.value = "yes";
      this.devices = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    } catch (error) {
      if (attempt === this.attempt) this.state = stateOf(error);
    }
  }

  stop(): void {
    this.attempt++;
    this.wanted.value = "no";
    this.release();
    this.state = "off";
  }

  /** Let go of the camera without forgetting that it was wanted: the page goes away. */
  release(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.hasTorch = this.torch = false;
  }

  async choose(id: string): Promise<void> {
    keepChoice(id);
    await this.start();
  }

  /** The other side of a phone; on a laptop the next camera. */
  async turn(): Promise<void> {
    const place = this.devices.findIndex((one) => one.deviceId === this.current);
    const facings = this.stream?.getVideoTracks()[0]?.getSettings().facingMode;
    if (facings === undefined && this.devices.length > 1) {
      await this.choose(this.devices[(place + 1) % this.devices.length]!.deviceId);
      return;
    }
    keepChoice("");
    this.facing.value = this.facing.value === "environment" ? "user" : "environment";
    await this.start();
  }

  async light(on: boolean): Promise<void> {
    const track = this.stream?.getVideoTracks()[0];
    await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    this.torch = on;
  }

  private async open(): Promise<MediaStream> {
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const chosen = readChoice();
    if (chosen !== "") {
      try {
        return await navigator.mediaDevices.getUserMedia({ video: { ...size, deviceId: { exact: chosen } } });
      } catch (error) {
        if (stateOf(error) !== "absent") throw error;
        keepChoice(""); // it was unplugged
      }
    }
    return navigator.mediaDevices.getUserMedia({ video: { ...size, facingMode: { ideal: this.facing.value } } });
  }

  private use(stream: MediaStream): void {
    const track = stream.getVideoTracks()[0]!;
    this.stream = stream;
    this.current = track.getSettings().deviceId ?? "";
    this.hasTorch = (track.getCapabilities?.() as Torch | undefined)?.torch === true;
    this.state = "on";
    track.onended = () => {
      if (this.stream === stream) this.state = "absent";
    };
  }
}

function stateOf(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "absent" : "taken";
}

function readChoice(): string {
  try {
    return localStorage.getItem(CHOICE) ?? "";
  } catch {
    return "";
  }
}

function keepChoice(id: string): void {
  try {
    localStorage.setItem(CHOICE, id);
  } catch {
    // private windows may forbid it; then the camera is chosen anew each time
  }
}

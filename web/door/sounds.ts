import type { Signal } from "./verdicts.ts";

/** One note: pitch in Hz, when it begins and how long it lasts in seconds. */
type Note = readonly [pitch: number, at: number, lasts: number];

// Rising, level and low: told apart without looking, and by those who hear high notes badly.
const TONES: Record<Signal, readonly Note[]> = {
  go: [
    [660, 0, 0.09],
    [990, 0.1, 0.14],
  ],
  heed: [
    [590, 0, 0.12],
    [590, 0.18, 0.12],
  ],
  stop: [[196, 0, 0.45]],
};
const SHAKES: Record<Signal, number[]> = { go: [120], heed: [80, 70, 80], stop: [250, 100, 250] };
const LOUD = 0.35;

let context: AudioContext | undefined;

/** Browsers stay silent until somebody touched the page; call it in the handler of every touch. */
export function unlock(): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

/** Let the signal be heard. Silent before the first touch. */
export function play(signal: Signal): void {
  if (context === undefined || context.state !== "running") return;
  for (const [pitch, at, lasts] of TONES[signal]) {
    const begin = context.currentTime + at;
    const source = context.createOscillator();
    const volume = context.createGain();
    source.type = signal === "stop" ? "sawtooth" : "sine";
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(LOUD, begin + 0.01); // without a ramp it clicks
    volume.gain.setValueAtTime(LOUD, begin + lasts - 0.03);
    volume.gain.linearRampToValueAtTime(0, begin + lasts);
    source.connect(volume).connect(context.destination);
    source.start(begin);
    source.stop(begin + lasts);
  }
}

/** Let the signal be felt, on devices that can. */
export function shake(signal: Signal): void {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(SHAKES[signal]);
}

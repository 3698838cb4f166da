/** Short tones for eyes that are on the parcel: two rising notes are good, one low is bad, one middle asks. */
export function playSound(tone: "good" | "bad" | "wait"): void {
  // Before the first touch or key a browser refuses sound, and says so in its console.
  if (!soundsOn() || !navigator.userActivation.hasBeenActive) return;
  try {
    context ??= new AudioContext();
    void context.resume();
    const start = context.currentTime;
    for (const [index, { pitch, seconds }] of notes[tone].entries())
      note(context, pitch, start + index * 0.11, seconds);
  } catch {
    // A device without sound still has the colour.
  }
}

export function soundsOn(): boolean {
  try {
    return localStorage.getItem(place) !== "off";
  } catch {
    return true;
  }
}

export function turnSounds(on: boolean): void {
  try {
    localStorage.setItem(place, on ? "on" : "off");
  } catch {
    // A private window may forbid storing; then sounds stay on.
  }
}

const place = "aftercare.bench.sound";
let context: AudioContext | null = null;

/** Hertz and seconds. */
const notes = {
  good: [
    { pitch: 660, seconds: 0.1 },
    { pitch: 990, seconds: 0.16 },
  ],
  wait: [{ pitch: 520, seconds: 0.2 }],
  bad: [
    { pitch: 190, seconds: 0.14 },
    { pitch: 150, seconds: 0.3 },
  ],
} as const;

function note(audio: AudioContext, pitch: number, at: number, seconds: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.type = "triangle";
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.25, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + seconds + 0.02);
}

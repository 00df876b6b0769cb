/** A choice that this device remembers, such as its language. Reactive; without storage it lives as long as the page. */
export interface Remembered<T extends string> {
  value: T;
}

export function remembered<T extends string>(name: string, initial: T, allowed: readonly T[]): Remembered<T> {
  const key = `dienhong.${name}`;
  let value = $state<T>(read(key, initial, allowed));
  return {
    get value() {
      return value;
    },
    set value(next: T) {
      value = next;
      try {
        localStorage.setItem(key, next);
      } catch {
        // private windows may forbid it; the choice still holds on this page
      }
    },
  };
}

function read<T extends string>(key: string, initial: T, allowed: readonly T[]): T {
  try {
    const found = localStorage.getItem(key) as T | null;
    return found !== null && allowed.includes(found) ? found : initial;
  } catch {
    return initial;
  }
}

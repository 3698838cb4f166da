import { useState } from "react";

/** Text that outlives its form and a reload of the page, until it is sent or the tab closes. */
export function useKept(name: string, start = ""): [string, (text: string) => void] {
  const [text, setText] = useState(() => {
    try {
      return sessionStorage.getItem(`aftercare.${name}`) ?? start;
    } catch {
      return start;
    }
  });
  const keep = (next: string) => {
    setText(next);
    try {
      sessionStorage.setItem(`aftercare.${name}`, next);
    } catch {
      // Then it lasts as long as the form.
    }
  };
  return [text, keep];
}

/** Who sat here has left: nobody after them finds what they were typing. */
export function forgetAll(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Nothing was kept either.
  }
}

/** It has been sent: the next form starts empty. */
export function forget(name: string): void {
  try {
    sessionStorage.removeItem(`aftercare.${name}`);
  } catch {
    // Nothing was kept either.
  }
}

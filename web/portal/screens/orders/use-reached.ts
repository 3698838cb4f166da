import { type RefObject, useEffect, useRef } from "react";

/** Calls when the element is about to scroll into view. */
export function useReached(onReached: () => void): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const call = useRef(onReached);
  call.current = onReached;
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && call.current(), {
      rootMargin: "400px",
    });
    observer.observe(watched);
    return () => observer.disconnect();
  });
  return element;
}
